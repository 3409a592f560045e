"""The comparison of two descriptions as a whole, without input and output."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from toolchain.diff.classify import Change, ChangeClass
from toolchain.diff.classify.containment import Sides
from toolchain.diff.compare.access import compare_schemes, compare_security, compare_servers
from toolchain.diff.compare.annotations import annotation_findings
from toolchain.diff.compare.findings import Finding, Reach, changes
from toolchain.diff.compare.messages import MessageComparison
from toolchain.diff.compare.schemas import Models, SchemaComparison
from toolchain.diff.values import code, only_pairs
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.operations import Operation, operations, parameters, path_template
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.openapi.document import Document

Pairs = list[tuple[Operation | None, Operation | None]]


def compare(old: Document, new: Document) -> list[Change]:
    """Return the changes from one description to another, in no order.

    Raises:
        ToolchainError: if either refers to something that isn't there, or in a circle.
    """
    pairs = pair_operations(old, new)
    # Reports call operations as the new side does, if it has them.
    olds = [(before, (after or before).label) for before, after in pairs if before is not None]
    news = [(after, after.label) for _, after in pairs if after is not None]
    reach = Reach(old, olds), Reach(new, news)
    sides, findings = Sides(old, new), list[Finding]()
    models = Models(sides, findings)
    schemas = SchemaComparison(sides, models, findings)
    messages = MessageComparison(schemas)
    for before, after in pairs:
        if before is None or after is None or path_template(before.label) != path_template(after.label):
            findings.append(_presence(new, before, after))
        if before is not None and after is not None:
            messages.compare(before, after)
            findings += compare_security(sides, before, after)
            findings += compare_servers(sides, before, after)
    schemas.run()
    findings += compare_schemes(sides, news)
    shared = {label for _, label in olds} & {label for _, label in news}
    findings += models.component_findings(lambda place: not shared.isdisjoint(reach[0].of(place)))
    findings += annotation_findings(sides, models.renamed, {finding.place for finding in findings})
    names = {
        label: python_name(document, each) for document, some in ((old, olds), (new, news)) for each, label in some
    }

    @cache
    def python(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[label] for label in labels if names.get(label))

    found = changes(findings, old, new, reach)
    return [replace(change, python=python(change.operations)) for change in found]


def pair_operations(old: Document, new: Document) -> Pairs:
    """Return which operation is which: by method and path whatever its parameters are called, then by operationId."""
    olds, news, pairs = operations(old), operations(new), Pairs()

    def take(was: Operation, now: Operation) -> None:
        pairs.append((was, now))
        olds.remove(was)
        news.remove(now)

    # Exact paths take theirs first, so that another one of the same template can't.
    for key in (str, path_template):
        for was in list(olds):
            if (now := next((each for each in news if key(each.label) == key(was.label)), None)) is not None:
                take(was, now)
    sides = [
        [(name, each) for each in some if isinstance(name := document.object(each.pointer).get("operationId"), str)]
        for document, some in ((old, olds), (new, news))
    ]
    for was, now in only_pairs(*sides):
        take(was, now)
    return [*pairs, *((was, None) for was in olds), *((None, now) for now in news)]


def _presence(document: Document, old: Operation | None, new: Operation | None) -> Finding:
    operation = new or old
    assert operation is not None
    kind, change_class, message = "removed", ChangeClass.BREAKING, f"operation {code(operation.label)} is gone"
    if old is None:
        call = signature(document, operation)
        message = f"new operation {code(operation.label)}" + (f": {code(call)}" if call else "")
        kind, change_class = "added", ChangeClass.COMPATIBLE
    elif new is not None:
        kind, message = "moved", f"operation {code(old.label)} is now {code(new.label)}"
    reached = frozenset({operation.label})
    return Finding(f"operation-{kind}", change_class, operation.pointer, message, gone=new is None, operations=reached)


def python_name(document: Document, operation: Operation) -> str:
    """Return the call of an operation, such as ``client.invoices.update``; empty where it has no name for one."""
    fields = document.object(operation.pointer)
    name = fields.get("x-python-name", fields.get("operationId"))
    listed = as_list(fields.get("tags"))
    if not isinstance(name, str) or not name or not listed:
        return ""
    # Takes longer than many a comparison, and is of no use where operations have no names.
    from toolchain.generate.names import attribute_of_client, method_of

    tags = [as_object(tag) for tag in as_list(document.value(ROOT.below("tags")))]
    resource = next((tag.get("x-python-name") for tag in tags if tag.get("name") == listed[0]), None) or listed[0]
    return f"client.{attribute_of_client(str(resource))}.{method_of(name)}"


def signature(document: Document, operation: Operation) -> str:
    """Return the call of an operation with what it must be given; empty where it has no name in Python."""
    name = python_name(document, operation)
    if not name:
        return ""
    from toolchain.generate.names import argument_name

    taken: list[str] = []
    for (place, wire_name), pointer in parameters(document, operation).items():
        fields = document.object(pointer)
        if (fields.get("required") is True or place == "path") and "x-client-option" not in fields:
            taken.append(argument_name(str(fields.get("x-python-name", wire_name)), taken))
    body = document.object(operation.pointer).get("requestBody")
    return f"{name}({', '.join([*taken, *(['body'] if body is not None else [])])})"
