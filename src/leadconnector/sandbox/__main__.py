"""``python -m leadconnector.sandbox``: the sandbox over HTTP on loopback, until Ctrl-C.

The first line on standard output is the base URL and no more; the lines after it list what there is to call.
"""

import argparse
import contextlib
import os
import sys

from leadconnector.sandbox.control import CONTROL
from leadconnector.sandbox.core import LOCATION_ID, Sandbox
from leadconnector.sandbox.errors import DocumentError, MissingExtraError
from leadconnector.sandbox.server import HOST, listen, make_server


def main() -> int:
    """Serve until interrupted; 2 and one line on standard error where that can't begin."""
    parser = argparse.ArgumentParser(
        prog="python -m leadconnector.sandbox",
        description="A stand-in for the service, over HTTP on loopback. Its first line of output is its URL.",
        epilog=f"""POST {CONTROL} with {{"n": 2, "status": 503}} lets the next two calls fail; "delay": 1.5 and
        "drop": true are the other ways, "operation": "update-invoice" limits it to one operation.""",
    )
    parser.add_argument("--port", type=_port, default=0, help="0, the default, takes a free one")
    parser.add_argument(
        "--token", action="append", help="the bearer token to take; may be repeated; by default any will do"
    )
    parser.add_argument("--location", default=LOCATION_ID, help="id of the location that has all (%(default)s)")
    options = parser.parse_args()
    tokens = dict.fromkeys(options.token) if options.token else None
    try:
        sandbox = Sandbox(tokens=tokens, location_id=options.location)
        server = make_server(sandbox)
        listener, url = listen(options.port)
    except (MissingExtraError, DocumentError) as error:
        return _fail(str(error))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        return _fail(f"can't listen on {HOST}:{options.port}: {reason}")
    _announce(sandbox, url)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again, once it has stopped
        server.run(sockets=[listener])
    return 0


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 65535")
    return port


def _announce(sandbox: Sandbox, url: str) -> None:
    print(url)
    print("location", sandbox.location_id)
    for kind, things in (("schedule", sandbox.schedules), ("invoice", sandbox.invoices)):
        for identifier, thing in things.items():
            print(kind, identifier, thing["status"])
    sys.stdout.flush()


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
