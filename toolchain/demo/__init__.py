"""`python -m toolchain demo`: all five calls with both clients, over HTTP, against the sandbox in another process."""

import argparse
import asyncio
import sys

from leadconnector_invoices.errors import LeadConnectorError
from toolchain.demo.process import running_sandbox
from toolchain.demo.stage import DemoError
from toolchain.demo.story import LOCATION_ID, tell
from toolchain.demo.table import Style, render

TOKEN = "pit-demo"
LIMIT = 30.0  # seconds for all of it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: there are none."""


def run(args: argparse.Namespace) -> int:
    """Run the demo; 0 if everything is as it should be, otherwise 1 and one line on standard error."""
    try:
        with running_sandbox(TOKEN, LOCATION_ID, LIMIT) as url:
            rows, refused = asyncio.run(tell(url, TOKEN))
    except (DemoError, LeadConnectorError) as error:
        print(f"error: the demo went wrong: {error}", file=sys.stderr)
        return 1
    print(render(url, rows, refused, Style.of(sys.stdout)))
    return 0
