"""Whatever a file holds: bounded time and memory, and always a report."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.toolchain.docs_check.render import LAYOUTS
from tests.toolchain.docs_check.test_bad_input import BODY, CURL, END, run
from toolchain.docs_check.check import check
from toolchain.docs_check.coverage import Coverage
from toolchain.docs_check.report import Report
from toolchain.docs_check.results import collect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolchain.docs_check.description import Description


def test_noise_of_50_megabytes(
    tmp_path: Path, repository: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "noise.txt"
    block = random.Random(1).randbytes(1024 * 1024)
    with page.open("wb") as stream:
        for _ in range(50):
            stream.write(block)
    root = repository()
    tracemalloc.start()
    start = time.perf_counter()
    code, _, err = run(page, root, capfd)
    duration = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (code, "has 52428800 bytes" in err) == (2, True)
    assert duration < 10
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(CURL + b"[" * 400_000, id="brackets"),
        pytest.param(CURL + b"{}" * 100_000, id="objects"),
        pytest.param(CURL + b" " * 400_000 + b"x", id="spaces"),
        pytest.param(CURL + b"a " * 150_000, id="words"),
        pytest.param(CURL + b"\nx\n" + (b"[\n" + b"1\n" * 300) * 55 + b"x", id="brackets that never close"),
        pytest.param(CURL + b'"' * 400_000, id="quotes"),
        pytest.param(BODY + b"name\nobject\n" * 900 + END, id="containers in containers"),
        pytest.param(BODY + b"name\n" + b"array[" * 50_000 + END, id="type"),
        pytest.param(BODY + b"soil\nstring\nAllowed values:\n" + b"sand" * 100_000 + END, id="values run together"),
    ],
)
def test_hostile_pages_take_bounded_time(
    content: bytes, tmp_path: Path, greenhouse: dict[str, Any], planted: Description
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    start = time.perf_counter()
    check(page, planted, Coverage(greenhouse, []))
    assert time.perf_counter() - start < 20


EDITS = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 60), st.text('{}[]":,\n abcET19-\u200b\x00é', max_size=8)),
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=st.sampled_from(sorted(LAYOUTS)), edits=EDITS)
def test_whatever_a_page_says_there_is_a_report(
    layout: str, edits: list[tuple[int, int, str]], tmp_path: Path, greenhouse: dict[str, Any], planted: Description
) -> None:
    text = "\n".join(LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}"))
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    page = tmp_path / "page.txt"
    page.write_bytes(text.encode())
    checked = check(page, planted, Coverage(greenhouse, []))
    assert checked.facts or checked.error
    assert all(fact.line >= 1 for fact in checked.facts)
    results = collect([checked], [], planted, {}, is_folder=False)
    report = Report(results, planted, "greenhouse.yaml", {})
    answer = json.loads(report.json())
    assert bool(answer["changes"]) == any(fact.verdict.is_wrong for fact in checked.facts) or checked.error
    assert report.terminal(everything=True, drafts=True).count("\n") >= 2 * len(checked.facts)
    assert report.markdown(everything=True, drafts=True).count("\n") >= len(checked.facts)
