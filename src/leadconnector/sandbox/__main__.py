"""``python -m leadconnector.sandbox``: the sandbox over HTTP on loopback, until Ctrl-C.

The first line on standard output is the base URL and no more; the lines after it list what there is to call.
"""

import argparse
import contextlib
import os
import sys
from datetime import datetime
from typing import Any

from leadconnector.codec.json import is_object
from leadconnector.sandbox.control import ROOT
from leadconnector.sandbox.core import LOCATION_ID, Sandbox
from leadconnector.sandbox.document import DocumentError, MissingExtraError
from leadconnector.sandbox.http import HOST, Server
from leadconnector.sandbox.messages import Response


def main() -> int:
    """Serve until interrupted; 2 and one line on standard error if that can't begin."""
    parser = argparse.ArgumentParser(
        prog="python -m leadconnector.sandbox",
        description="A stand-in for the service, over HTTP on loopback. Its first line of output is its URL.",
        epilog=f"""POST {ROOT}/fail with {{"n": 2, "status": 503}} makes the next two calls fail; GET {ROOT} lists what
        else there is: resetting, adding schedules and invoices, the log of requests.""",
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument(
        "--token", action="append", help="a bearer token that is good; may be repeated; by default any will do"
    )
    parser.add_argument("--location", default=LOCATION_ID, help="id of the location that owns all (%(default)s)")
    parser.add_argument("--document", metavar="FILE", help="an OpenAPI 3.1 document in JSON, in place of the client's")
    parser.add_argument(
        "--log",
        action=argparse.BooleanOptionalAction,
        default=sys.stderr.isatty(),
        help="write each request to standard error; by default if that is a terminal",
    )
    options = parser.parse_args()
    tokens = dict.fromkeys(options.token) if options.token else None
    try:
        sandbox = Sandbox(tokens=tokens, location_id=options.location, document=options.document)
        server = Server(sandbox, options.port, on_response=_log if options.log else None)
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


def _log(method: str, target: str, response: Response) -> None:
    """Write one line: what was asked, the status and, of an error, the message."""
    status = "dropped" if response.drop else str(response.status)
    body: Any = response.json() if response.status >= 400 and not response.drop else None
    message = str(body.get("message"))[:300] if is_object(body) else ""
    line = f"{datetime.now():%H:%M:%S} {method} {target[:200]} {status} {message}".rstrip()
    print("".join(each if each.isprintable() else "?" for each in line), file=sys.stderr, flush=True)


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
