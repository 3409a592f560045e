"""Compares responses: statuses, headers, bodies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolchain.diff.classify.changes import ChangeClass
from toolchain.diff.compare.findings import Finding
from toolchain.diff.compare.media import compare_media, media_types
from toolchain.diff.compare.parameters import compare_text
from toolchain.diff.normalize.alternatives import Direction
from toolchain.diff.values import code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolchain.diff.classify.sides import Sides
    from toolchain.diff.compare.findings import Findings
    from toolchain.diff.compare.schemas import SchemaComparison
    from toolchain.openapi.document import Document
    from toolchain.openapi.operations import Operation
    from toolchain.openapi.pointer import Pointer

_SUCCESS = re.compile(r"2(\d\d|XX)", re.IGNORECASE)


def compare_responses(comparison: SchemaComparison, findings: Findings, old: Operation, new: Operation) -> None:
    """Compare the responses of two operations."""
    olds, news = _responses(comparison.sides.old, old), _responses(comparison.sides.new, new)
    for status, place in olds.items():
        if status in news:
            _compare_response(comparison, findings, place, news[status])
    _compare_successes(comparison, findings, olds, news)
    for status in sorted(olds.keys() ^ news.keys()):
        if not _SUCCESS.fullmatch(status):
            _compare_other(comparison, findings, status, olds, news)


def _responses(document: Document, operation: Operation) -> dict[str, Pointer]:
    place = operation.pointer.below("responses")
    # X-Ray would be an extension, 5XX and 5xx are not.
    return {status.upper(): place.below(status) for status in document.object(place) if not status.startswith("x-")}


def _compare_successes(
    comparison: SchemaComparison, findings: Findings, old: dict[str, Pointer], new: dict[str, Pointer]
) -> None:
    was, now = _successes(old), _successes(new)
    # One that is left still promises what it did; with none left, or others instead, nothing that was promised comes.
    replaced = bool(was) and not was & now and "2XX" not in was | now
    for status in sorted(was - now):
        change_class = ChangeClass.BREAKING if replaced or not now else ChangeClass.COMPATIBLE
        instead = f"replaced by {', '.join(code(other) for other in sorted(now))}" if replaced and now else "gone"
        message = f"success status {code(status)} is {instead}"
        findings.add(Finding("success-removed", change_class, old[status], message, status, gone=True))
        if "2XX" in now:
            _compare_response(comparison, findings, old[status], new["2XX"])
    for status in sorted(now - was):
        if "2XX" in was:
            _compare_response(comparison, findings, old["2XX"], new[status])
        known = old[sorted(was)[0]] if was else old.get("DEFAULT")
        change_class = ChangeClass.COMPATIBLE if "2XX" in was else _class_of_success(comparison, known, new[status])
        message = f"new success status {code(status)}"
        findings.add(Finding("success-added", change_class, new[status], message, status))


def _successes(responses: dict[str, Pointer]) -> set[str]:
    return {status for status in responses if _SUCCESS.fullmatch(status)}


def _class_of_success(comparison: SchemaComparison, known: Pointer | None, added: Pointer) -> ChangeClass:
    """A client can read a new success as it reads those it knows, if it holds the same or nothing."""
    sides = comparison.sides
    added = sides.new.follow(added)
    media = media_types(sides.new, added)
    if not media or known is None:
        return ChangeClass.COMPATIBLE
    known = sides.old.follow(known)
    for name, place in media_types(sides.old, known).items():
        if name in media:
            before = sides.old.follow(place.below("schema"))
            after = sides.new.follow(media[name].below("schema"))
            return ChangeClass.COMPATIBLE if sides.unchanged.says_the_same(before, after) else ChangeClass.MAYBE
    return ChangeClass.MAYBE


def _compare_other(
    comparison: SchemaComparison, findings: Findings, status: str, old: dict[str, Pointer], new: dict[str, Pointer]
) -> None:
    gone = status in old
    place = old[status] if gone else new[status]
    message = f"response {code(status)} {'is gone' if gone else 'added'}"
    kind = "response-removed" if gone else "response-added"
    findings.add(Finding(kind, ChangeClass.COMPATIBLE, place, message, status, gone=gone))
    # What a range or the default has covered so far is compared with that.
    general = [f"{status[:1]}XX", "DEFAULT"]
    if not gone and (covering := next((old[key] for key in general if key in old and key != status), None)):
        _compare_response(comparison, findings, covering, place)
    if gone and (covering := next((new[key] for key in general if key in new and key != status), None)):
        _compare_response(comparison, findings, place, covering)


def _compare_response(comparison: SchemaComparison, findings: Findings, old: Pointer, new: Pointer) -> None:
    old, new = comparison.sides.old.follow(old), comparison.sides.new.follow(new)
    _compare_headers(comparison, findings, old, new)
    was, now = media_types(comparison.sides.old, old), media_types(comparison.sides.new, new)
    if was and not now:
        message = "the response's body is gone"
        findings.add(Finding("response-body-removed", ChangeClass.BREAKING, old.below("content"), message, gone=True))
    else:
        compare_media(comparison, findings, old, new, Direction.RESPONSE)


def _compare_headers(comparison: SchemaComparison, findings: Findings, old: Pointer, new: Pointer) -> None:
    sides = comparison.sides
    was, now = _headers(sides.old, old), _headers(sides.new, new)
    for name in sorted(was.keys() | now.keys()):
        for finding in _header_presence(sides, name, was.get(name), now.get(name)):
            findings.add(finding)
    for name in was.keys() & now.keys():
        if sides.old.has(was[name].below("schema")) and sides.new.has(now[name].below("schema")):
            compare_text(
                comparison, findings, [was[name].below("schema")], [now[name].below("schema")], Direction.RESPONSE
            )


def _headers(document: Document, response: Pointer) -> dict[str, Pointer]:
    place = response.below("headers")
    # OpenAPI ignores a Content-Type here.
    return {
        name.lower(): document.follow(place.below(name))
        for name in document.object(place)
        if name.lower() != "content-type"
    }


def _header_presence(sides: Sides, name: str, old: Pointer | None, new: Pointer | None) -> Iterator[Finding]:
    if old is None or new is None:
        gone = new is None
        place = new or old
        assert place is not None
        change_class = ChangeClass.BREAKING if gone else ChangeClass.COMPATIBLE
        message = f"header {code(name)} is gone" if gone else f"new header {code(name)}"
        yield Finding("header-removed" if gone else "header-added", change_class, place, message, name, gone=gone)
        return
    was, now = (
        document.object(place).get("required") is True for document, place in ((sides.old, old), (sides.new, new))
    )
    if was != now:
        change_class = ChangeClass.BREAKING if was else ChangeClass.COMPATIBLE
        message = f"header {code(name)} is {'now always sent' if now else 'no longer always sent'}"
        yield Finding("header-required", change_class, new, message, [name, now])
