"""``python -m leadconnector.bulk``: the file of ids, what it prints, and its exit statuses."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leadconnector.bulk import __main__ as command
from leadconnector.sandbox import Response
from tests.bulk.calls import TOKEN
from tests.support.programs import ROOT


@pytest.fixture
def url(sandbox):
    with sandbox.serve() as url:
        yield url


@pytest.fixture
def invoke(sandbox, url, path, tmp_path, monkeypatch, capsys):
    """Runs the command on a file of ids; gives its exit status and what it wrote to both outputs."""
    handlers = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setenv("LEADCONNECTOR_TOKEN", TOKEN)
    monkeypatch.setenv("LEADCONNECTOR_BASE_URL", url)

    def invoke(text, *options, name="cancel"):
        (tmp_path / "ids.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        arguments = [name, tmp_path / "ids.csv", "--ledger", path, *options]
        monkeypatch.setattr("sys.argv", ["bulk", *map(str, arguments)])
        return command.main(), *capsys.readouterr()

    yield invoke
    for number, handler in handlers:
        signal.signal(number, handler)


def listed(sandbox, ids):
    return "".join(f"{sandbox.location_id},{each}\n" for each in ids)


def test_a_list_is_cancelled_once(sandbox, ids, invoke, path):
    assert invoke(listed(sandbox, ids)) == (0, "20 done (20 response)\n", "")
    assert invoke(listed(sandbox, ids)) == (0, "20 done (20 ledger)\n", "")
    assert len(sandbox.requests) == 20
    keys = {json.loads(line)["key"] for line in path.read_text().splitlines()[1:]}
    assert keys == {f"{sandbox.location_id}/{each}" for each in ids}


@pytest.mark.parametrize(
    "text",
    [
        "location,id\nL,I\n", "location_id,schedule_id\nL,I", "locationId,scheduleId\r\nL,I\r\n",
        "altId, Schedule-ID\nL, I", "invoice_id,id,schedule_id,location,location_id\nX,X,I,X,L\n",
        "schedule_id,location_id\nI,L\n", "name,Schedule ID,Location\n\"Smith, J.\",I,L\n",
        "\ufeffL,I\n", "\ufefflocation,id\nL,I",
        "\n\n L , I \n\n,\n", '"L","I"\n', "id\nI\n", "I\n",
    ],
)  # fmt: skip
def test_shapes_of_the_list(sandbox, ids, invoke, monkeypatch, text):
    monkeypatch.setenv("LEADCONNECTOR_LOCATION_ID", sandbox.location_id)
    names = {"L": sandbox.location_id, "I": ids[0]}
    for name, value in names.items():
        text = text.replace(f"{name}\n", f"{value}\n").replace(f"{name},", f"{value},").replace(f"{name} ", f"{value} ")
        text = text.replace(f"{name}\r", f"{value}\r").replace(f'"{name}"', f'"{value}"')
        text = text.removesuffix(name) + value if text.endswith(name) else text
    assert invoke(text) == (0, "1 done (1 response)\n", "")
    assert sandbox.schedules[ids[0]]["status"] == "cancelled"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("L,I\nL,I,more\n", "ids.csv:2: 3 fields, where the first line has 2"),
        ("L,I\nI\n", "ids.csv:2: 1 fields, where the first line has 2"),
        ("L,I,more\n", "ids.csv:1: 3 fields, where location and id are expected"),
        ("I\n", "ids.csv:1: no location: write location,id, or set LEADCONNECTOR_LOCATION_ID"),
        ("L,\n", "ids.csv:1: '' is no id"),
        (",I\n", "ids.csv:1: '' is no id"),
        ("L;I\n", "ids.csv:1: no location"),
        ("L,I\n\nL,../x\n", "ids.csv:3: '../x' is no id"),
        ("L,..\n", "ids.csv:1: schedules.cancel: schedule_id holds '.' or '..'"),
        ("L,a b\n", "ids.csv:1: 'a b' is no id"),
        ("location,id\nL\n", "ids.csv:2: 1 fields, where the first line has 2"),
        ('L,"I\n', "ids.csv:1: unexpected end of data"),
        (b"L,\xff\n", "ids.csv:0: 'utf-8' codec can't decode"),
        ("location,\nL,I", "ids.csv:1: the first line names no column schedule_id"),
        ("location_id,invoice_id\nL,I\n", "ids.csv:1: the first line names no column schedule_id"),
        ("location_id,id,invoice_id\nL,I,J\n", "ids.csv:1: the first line names several columns, and not one of them"),
        ("location,id,id\nL,I,J\n", "ids.csv:1: the first line names several columns, and not one of them schedule_id"),
        (
            "altId,location,id\nL,M,I\n",
            "ids.csv:1: the first line names several columns, and not one of them location_",
        ),
        ("account,schedule id\nL,I\n", "ids.csv:1: the first line names no column location_id"),
        ("id\nL,I\n", "ids.csv:2: 2 fields, where the first line has 1"),
        ("L1,schedule-1\nL,..\n", "ids.csv:2: schedules.cancel: schedule_id holds '.' or '..'"),
    ],
)
def test_a_bad_line_is_told_by_file_and_line_before_anything_is_sent(
    sandbox, invoke, path, monkeypatch, text, complaint
):
    if "location_id" in complaint or text == "id\nL,I\n":
        monkeypatch.setenv("LEADCONNECTOR_LOCATION_ID", sandbox.location_id)
    status, said, complained = invoke(text)
    assert (status, said) == (2, "")
    assert complaint in complained
    assert complained.startswith("error: ")
    assert complained.count("\n") == 1
    assert (sandbox.requests, path.exists()) == ([], False)


def test_a_first_line_of_ids_is_no_header(sandbox, invoke):
    (sandbox.add_schedule(_id="schedule-1", altId="L1"), sandbox.add_schedule(_id="2", altId="L1"))
    assert invoke("L1,schedule-1\nL1,2\n")[:2] == (0, "2 done (2 response)\n")


def test_what_else_can_not_be_begun(sandbox, ids, invoke, path, tmp_path, monkeypatch):
    text = listed(sandbox, ids)
    for package in "nowhere", "json", "", ".x", "httpx", "leadconnector.bulk":
        status, said, complained = invoke(text, "--package", package)
        assert (status, said, complained.count("\n")) == (2, "", 1)
        assert complained.startswith(f"error: --package {package!r}")
    assert "concurrency must be" in invoke(text, "--concurrency", "0")[2]
    assert "timeout must be" in invoke(text, "--timeout", "0")[2]
    path.write_text(text)
    assert "no ledger of leadconnector.bulk" in invoke(text)[2]
    path.unlink()
    monkeypatch.delenv("LEADCONNECTOR_TOKEN")
    status, said, complained = invoke(text)
    assert (status, said) == (2, "")
    assert "LEADCONNECTOR_TOKEN" in complained
    monkeypatch.setattr("sys.argv", ["bulk", "cancel", str(tmp_path / "none.csv"), "--ledger", str(path)])
    monkeypatch.setenv("LEADCONNECTOR_TOKEN", TOKEN)
    assert command.main() == 2
    assert sandbox.requests == []


def test_a_dry_run_prints_the_requests_and_no_token(sandbox, ids, url, invoke, path):
    status, said, complained = invoke(listed(sandbox, ids[:2]), "--dry-run")
    assert (status, complained, sandbox.requests, path.exists()) == (0, "", [], False)
    assert f"POST {url}/invoices/schedule/{ids[1]}/cancel\nAccept: application/json\n" in said
    assert json.loads(said.splitlines()[-2]) == {"altId": sandbox.location_id, "altType": "location"}
    assert TOKEN not in said


def test_a_list_that_can_not_be_read_twice_is_refused(path, tmp_path, monkeypatch, capsys, sandbox, invoke):
    invoke("")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr("sys.argv", ["bulk", "cancel", str(tmp_path / "pipe"), "--ledger", str(path)])
    assert command.main() == 2
    assert "pipe must be a file, which is read twice" in capsys.readouterr().err


def test_an_output_that_is_closed_changes_nothing_about_the_calls(sandbox, ids, url, path, tmp_path):
    (tmp_path / "ids.csv").write_text(listed(sandbox, ["nowhere", *ids]))
    environment = {**os.environ, "LEADCONNECTOR_TOKEN": TOKEN, "LEADCONNECTOR_BASE_URL": url}
    run = [sys.executable, "-m", "leadconnector.bulk", "cancel", tmp_path / "ids.csv", "--ledger", path]
    for more, stream, other, status in (
        (["--dry-run"], "stdout", "stderr", 0),
        (["--concurrency", "1"], "stderr", "stdout", 1),
    ):
        read, write = os.pipe()
        os.close(read)
        pipes = {stream: write, other: subprocess.PIPE}
        done = subprocess.run([*run, *more], cwd=ROOT, env=environment, check=False, **pipes)
        os.close(write)
        assert done.returncode == status
        assert not done.stderr
    assert {each["status"] for each in sandbox.schedules.values()} == {"cancelled"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_output_that_fails_at_the_end_changes_no_exit_status(sandbox, ids, url, path, tmp_path):
    environment = {**os.environ, "LEADCONNECTOR_TOKEN": TOKEN, "LEADCONNECTOR_BASE_URL": url}
    run = [sys.executable, "-m", "leadconnector.bulk", "cancel", tmp_path / "ids.csv", "--ledger", path]
    for more, names, status in ([], ids, 0), ([], ["nowhere", *ids], 1), (["--dry-run"], ids, 2):
        (tmp_path / "ids.csv").write_text(listed(sandbox, names))
        with Path("/dev/full").open("w") as full:
            pipe = subprocess.PIPE
            done = subprocess.run([*run, *more], cwd=ROOT, env=environment, check=False, stdout=full, stderr=pipe)
        assert (done.returncode, done.stderr.count(b"error: [Errno 28]")) == (status, 1)
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr


def test_the_other_calls(sandbox, invoke, path):
    schedule = sandbox.add_schedule(status="draft")
    assert invoke(listed(sandbox, [schedule]), name="update-and-schedule") == (0, "1 done (1 response)\n", "")
    assert sandbox.schedules[schedule]["status"] == "scheduled"
    invoice = sandbox.add_invoice()
    assert invoke(listed(sandbox, [invoice]), name="delete")[0] == 0
    assert sandbox.invoices == {}
    # The same key with another call is another request.
    assert "ChangedRequestError" in invoke(listed(sandbox, [schedule]), name="cancel")[2]


def test_several_locations(sandbox, invoke):
    pairs = [(f"L{at}", sandbox.add_schedule(altId=f"L{at}")) for at in range(3)]
    assert invoke("".join(f"{place},{each}\n" for place, each in pairs))[0] == 0
    assert sorted(json.loads(each.body)["altId"] for each in sandbox.requests) == ["L0", "L1", "L2"]


def test_exit_statuses_and_what_is_said_of_calls_that_are_not_done(sandbox, ids, invoke):
    status, said, complained = invoke(listed(sandbox, [*ids[:2], "nowhere", ids[0]]))
    assert (status, said) == (1, "2 done (2 response), 1 refused (1 NotFoundError), 1 listed more than once\n")
    assert complained == (
        f"{sandbox.location_id}/nowhere: refused, response, NotFoundError: "
        "schedules.cancel: 404 Not Found: Unable to find a schedule with the given schedule id\n"
    )
    sandbox.fail_next(status=500)
    sandbox.fail_next(status=403, operation="schedules.get")
    status, said, _ = invoke(listed(sandbox, ids[:3]), "--timeout", "0.5", "--margin", "0")
    assert (status, said) == (3, "2 done (2 ledger), 1 unknown (1 look-up failed)\n")
    sandbox.fail_next(status=403)
    status, said, complained = invoke(listed(sandbox, [*ids[:2], *ids[3:]]))
    assert status == 4
    assert (
        "19 done (17 response, 2 ledger), 1 unknown (1 not among the calls), 1 left (1 PermissionDeniedError)"
        not in said
    )
    assert "1 left (1 PermissionDeniedError)" in said
    assert f"{sandbox.location_id}/{ids[2]}: unknown, not among the calls\n" in complained


def test_lines_of_progress_and_of_the_wait(sandbox, ids, invoke, monkeypatch):
    monkeypatch.setattr(command, "_PAUSE", 0.0)
    sandbox.fail_next(status=503)
    status, _, complained = invoke(listed(sandbox, ids[:3]), "--timeout", "0.5", "--margin", "1")
    assert status == 0
    assert "1 of 3, " in complained
    assert " left; 1 to be looked up, in 0:0" in complained


def test_the_package_may_be_another(sandbox, ids, invoke, monkeypatch):
    monkeypatch.setitem(sys.modules, "mine", __import__("leadconnector_invoices"))
    assert invoke(listed(sandbox, ids), "--package", "mine")[0] == 0


def test_no_bar_where_there_is_no_terminal(sandbox, ids, invoke, monkeypatch):
    pytest.importorskip("rich")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert invoke(listed(sandbox, ids)) == (0, "20 done (20 response)\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
@pytest.mark.parametrize("has_rich", [True, False])
def test_a_bar_on_a_terminal_where_there_is_rich(sandbox, ids, path, tmp_path, has_rich):
    import pty

    (tmp_path / "ids.csv").write_text(listed(sandbox, ids[:5]))
    code = "" if has_rich else "import sys; sys.modules['rich'] = None; "
    code += "from leadconnector.bulk.__main__ import main; raise SystemExit(main())"
    ours, theirs = pty.openpty()

    @sandbox.register("schedules.cancel")
    def refuse(call):
        return Response(status=404, body=b'{"message": "[bold]gone[/bold]"}')

    with sandbox.serve() as url:
        done = subprocess.run(
            [sys.executable, "-c", code, "cancel", tmp_path / "ids.csv", "--ledger", path],
            cwd=ROOT,
            env={**os.environ, "LEADCONNECTOR_TOKEN": TOKEN, "LEADCONNECTOR_BASE_URL": url, "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            check=False,
            timeout=60,
        )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # at the end
        while part := os.read(ours, 4096):
            seen += part
    os.close(ours)
    assert (done.returncode, done.stdout) == (1, "0 done, 5 refused (5 NotFoundError)\n")
    assert seen.count(b"[bold]gone[/bold]") == 5
    assert ("━".encode() in seen and b"5/5" in seen) == has_rich
