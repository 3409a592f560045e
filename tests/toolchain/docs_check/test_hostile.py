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
from toolchain.docs_check.check import Coverage, check, collect
from toolchain.docs_check.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.toolchain.docs_check.workplace import Workplace
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


@pytest.mark.parametrize(
    ("layout", "before", "heading"),
    [
        pytest.param("mintlify", "Response\n", "Query Parameters\n\n", id="mintlify"),
        pytest.param("portal", "Responses\n", "QUERY PARAMETERS\n", id="portal"),
        pytest.param("docusaurus", "Responses\n", "Query Parameters\n", id="docusaurus"),
    ],
)
def test_a_page_of_headings(
    layout: str, before: str, heading: str, workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    text = "\n".join(LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}"))
    page = workplace.page("page.txt", text.replace(before, heading * 4500 + before, 1).split("\n"))
    start = time.process_time()
    code, _, err = workplace.run(page)
    assert (code, "has more than 200 headings of fields" in err) == (2, True)
    assert time.process_time() - start < 2


def test_a_path_of_a_hundred_parts(workplace: Workplace, greenhouse: dict[str, Any]) -> None:
    lines = LAYOUTS["mintlify"](greenhouse, "get", "/beds/{bedId}")
    (change,) = workplace.changes((*lines[:2], *["/", "beds"] * 100, *lines[2:]))
    assert change["kind"] == "path"


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
    results = collect([checked], [], planted, is_folder=False)
    report = Report(results, planted)
    answer = json.loads(report.json())
    assert bool(answer["changes"]) == any(fact.is_wrong for fact in checked.facts) or checked.error
    assert report.terminal(everything=True, drafts=True).count("\n") >= len(checked.facts)
    assert report.markdown(everything=True, drafts=True).count("\n") >= len(checked.facts)


def long_pages(greenhouse: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Pages of 10,000 lines: nearly a thousand new fields, or one long example."""
    heads = {
        "docusaurus": ("Responses", ["required", "", "Some text", "", "Default:", "x", "Example:", "q", ""]),
        "mintlify": ("Response", ["required", "", "Some text", "", "Available options:", "a,", "b", "Example:", '"q"']),
        "portal": ("Responses", ["REQUIRED", "Some text", "Possible values: [a, b]", "Example:a", "", "", "", "", ""]),
    }
    for layout, (heading, field) in heads.items():
        lines = list(LAYOUTS[layout](greenhouse, "put", "/beds/{bedId}"))
        at = lines.index(heading)
        new = [line for number in range(890) for line in (f"extra{number}", "string", *field)]
        yield layout, lines[:at] + new + lines[at:]
    lines = list(LAYOUTS["stripped"](greenhouse, "get", "/beds/{bedId}"))
    at = next(at for at, line in enumerate(lines) if line.startswith('"id"'))
    new = [line for number in range(1640) for line in (f'"k{number}": {{', '"a": [', "1,", "2", "]", "},")]
    yield "stripped", lines[:at] + new + lines[at:]
    grown = json.loads(json.dumps(greenhouse))
    inner = {"type": "object", "properties": {"a": {"type": "string", "example": "q"}}}
    grown["components"]["schemas"]["Bed"]["properties"] |= {f"extra{number}": inner for number in range(1080)}
    yield "markdown", list(LAYOUTS["markdown"](grown, "put", "/beds/{bedId}"))


def test_schemas_that_multiply_are_refused(tmp_path: Path, greenhouse: dict[str, Any], planted: Description) -> None:
    schemas: dict[str, Any] = {
        f"S{level}": {
            "type": "object",
            "properties": {f"p{index}": {"$ref": f"#/components/schemas/S{level + 1}"} for index in range(10)},
        }
        for level in range(12)
    } | {"S12": {"type": "string"}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}
    operation = {"responses": {"200": {"description": "Much.", "content": content}}}
    document = {"openapi": "3.1.0", "paths": {"/beds": {"get": operation}}, "components": {"schemas": schemas}}
    page = tmp_path / "page.md"
    page.write_text(f"# Beds\n\n## OpenAPI Specification\n\n```json\n{json.dumps(document)}\n```\n")
    checked = check(page, planted, Coverage(greenhouse, []))
    assert "describes more than 5000 fields" in str(checked.error)


def test_a_page_of_ten_thousand_lines_takes_less_than_two_seconds(
    workplace: Workplace, greenhouse: dict[str, Any]
) -> None:
    for layout, lines in long_pages(greenhouse):
        assert 9_500 < len(lines) < 11_000, layout
        page = workplace.page("long.txt", lines)
        start = time.process_time()
        code, _, err = workplace.run(page)
        assert (code, time.process_time() - start < 2) == (1, True), (layout, err)
