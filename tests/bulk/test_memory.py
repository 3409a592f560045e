"""100,000 calls need no more memory than a few dozen bytes each."""

import subprocess
import sys

import pytest

from tests.support.long import LONG
from tests.support.programs import ROOT

CALLS = 100_000
_PROGRAM = """
import asyncio, resource, sys
import httpx
from leadconnector import bulk
from leadconnector.bulk.core import _hash
from leadconnector_invoices import AsyncClient

CALLS, SENT, PATH = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

async def respond(request):
    id = request.url.path.split("/")[3]
    return httpx.Response(201, content=b'{"_id": "%s", "status": "cancelled"}' % id.encode())

def calls(client, numbers):
    return ((f"location/{number:024}", client.schedules.prepare.cancel(f"{number:024}")) for number in numbers)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def main():
    transport = httpx.MockTransport(respond)
    async with AsyncClient(token="pit-0123456789", location_id="L", transport=transport) as client:
        await bulk.run_async(client, calls(client, range(500)), ledger=PATH + ".warm", concurrency=64)
        with open(PATH, "w") as ledger:
            ledger.write('{"ledger":"leadconnector.bulk","version":1}\\n')
            moment = '"at":"2026-11-28T09:34:26.603795Z"'
            for key, prepared in calls(client, range(CALLS - SENT)):
                line = f'"key":"{key}","state":"sending",{moment},"up":1.5,"timeout":30,"request":"{_hash(prepared)}"'
                ledger.write(f'{{{line}}}\\n{{"key":"{key}","state":"done",{moment},"evidence":"response"}}\\n')
        before = peak()
        summary = await bulk.run_async(client, calls(client, range(CALLS)), ledger=PATH, concurrency=64)
        print((peak() - before) // 1024, summary.done["ledger"], summary.done["response"])

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory otherwise")
@pytest.mark.timeout(600 if LONG else 120)
@pytest.mark.parametrize("sent", [CALLS, 2000] if LONG else [2000])
def test_a_hundred_thousand_calls(tmp_path, sent):
    command = [sys.executable, "-c", _PROGRAM, str(CALLS), str(sent), str(tmp_path / "ledger.jsonl")]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    megabytes, from_ledger, by_response = map(int, done.stdout.split())
    assert (from_ledger, by_response) == (CALLS - sent, sent)
    assert megabytes <= 20, megabytes
