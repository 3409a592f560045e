"""``python -m leadconnector.sandbox``: the sandbox over HTTP on loopback, until Ctrl-C.

The first line on standard output is the base URL and no more; the lines after it list what there is to call.
"""

import argparse
import contextlib
import os
import sys

from leadconnector.sandbox.control import ROOT
from leadconnector.sandbox.core import LOCATION_ID, Sandbox
from leadconnector.sandbox.document import DocumentError, MissingExtraError
from leadconnector.sandbox.http import HOST, Server


def main() -> int:
    """Serve until interrupted; 2 and one line on standard error if that can't begin."""
    parser = argparse.ArgumentParser(
        prog="python -m leadconnector.sandbox",
        description="A stand-in for the service, over HTTP on loopback. Its first line of output is its URL.",
        epilog=f"""POST {ROOT}/fail with {{"n": 2, "status": 503}} makes the next two calls fail; {ROOT}/reset,
        /requests, /schedules and /invoices are there too.""",
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument(
        "--token", action="append", help="a bearer token that is good; may be repeated; by default any will do"
    )
    parser.add_argument("--location", default=LOCATION_ID, help="id of the location that owns all (%(default)s)")
    parser.add_argument("--document", metavar="FILE", help="an OpenAPI 3.1 document in JSON, in place of the client's")
    options = parser.parse_args()
    tokens = dict.fromkeys(options.token) if options.token else None
    try:
        sandbox = Sandbox(tokens=tokens, location_id=options.location, document=options.document)
        server = Server(sandbox, options.port)
    except (MissingExtraError, DocumentError) as error:
        return _fail(str(error))
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        return _fail(f"can't listen on {HOST}:{options.port}: {reason}")
    _announce(sandbox, server.url)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever(poll_interval=0.1)
    server.stop()
    return 0


def _announce(sandbox: Sandbox, url: str) -> None:
    print(url)
    print("location", sandbox.location_id)
    for kind, things in (("schedule", sandbox.schedules), ("invoice", sandbox.invoices)):
        for identifier, thing in things.items():
            print(kind, identifier, thing["status"])
    sys.stdout.flush()


def _fail(message: str) -> int:
    print("error:", *message.split(), file=sys.stderr)  # on one line
    return 2


if __name__ == "__main__":
    sys.exit(main())
