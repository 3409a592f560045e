"""The comparison of two descriptions as a whole, without input and output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolchain.diff.classify.affected_operations import Reach, References
from toolchain.diff.classify.changes import Change, ChangeClass
from toolchain.diff.classify.sides import Sides
from toolchain.diff.compare.annotations import annotation_findings
from toolchain.diff.compare.bodies import compare_bodies
from toolchain.diff.compare.findings import Finding, Findings, Sight
from toolchain.diff.compare.models import Models
from toolchain.diff.compare.parameters import compare_parameters
from toolchain.diff.compare.python_names import python_name, signature
from toolchain.diff.compare.responses import compare_responses
from toolchain.diff.compare.schemas import SchemaComparison
from toolchain.diff.compare.security import compare_schemes, compare_security, users_of_schemes
from toolchain.diff.compare.servers import compare_servers
from toolchain.diff.values import code, only_pairs
from toolchain.openapi.operations import Operation, operations, path_template

if TYPE_CHECKING:
    from toolchain.openapi.document import Document

Pairs = list[tuple[Operation | None, Operation | None]]


def compare(old: Document, new: Document) -> list[Change]:
    """Return the changes from one description to another, in no order.

    Raises:
        ToolchainError: if either refers to something that isn't there, or in a circle.
    """
    references = References(old), References(new)
    sides = Sides(old, new)
    pairs = pair_operations(old, new)
    findings, models = Findings(), Models(sides)
    comparison = SchemaComparison(sides, models, findings)
    for before, after in pairs:
        if before is None or after is None or _template(before) != _template(after):
            findings.add(_presence(new, before, after))
        if before is not None and after is not None:
            compare_parameters(comparison, findings, before, after)
            compare_bodies(comparison, findings, before, after)
            compare_responses(comparison, findings, before, after)
            compare_security(sides, findings, before, after, after.label)
            compare_servers(sides, findings, before, after, after.label)
    comparison.run()
    old_labelled, new_labelled = _labelled(pairs)
    sight = Sight(old, Reach(references[0], old_labelled)), Sight(new, Reach(references[1], new_labelled))
    shared = {label for _, label in old_labelled} & {label for _, label in new_labelled}
    compare_schemes(sides, findings, users_of_schemes(new, new_labelled))
    findings.found += [
        *models.component_findings(lambda place: not shared.isdisjoint(sight[0].reach.of(place))),
        *annotation_findings(sides, models.renamed, findings.places()),
    ]
    names = {label: python_name(old, operation) for operation, label in old_labelled}
    names |= {label: python_name(new, operation) for operation, label in new_labelled}
    return [
        replace(change, python=tuple(name for label in change.operations if (name := names.get(label))))
        for change in findings.changes(*sight)
    ]


def pair_operations(old: Document, new: Document) -> Pairs:
    """Return which operation is which: by method and path whatever its parameters are called, then by operationId."""
    olds, news = operations(old), operations(new)
    pairs = Pairs()
    # Exact paths take theirs first, so that another one of the same template can't.
    for key in (_label, _template):
        for was in list(olds):
            if (now := next((each for each in news if key(each) == key(was)), None)) is not None:
                pairs.append((was, now))
                olds.remove(was)
                news.remove(now)
    for was, now in only_pairs(olds, news, lambda was, now: _identifier(old, was) == _identifier(new, now) is not None):
        pairs.append((was, now))
        olds.remove(was)
        news.remove(now)
    return [*pairs, *((was, None) for was in olds), *((None, now) for now in news)]


def _label(operation: Operation) -> str:
    return operation.label


def _template(operation: Operation) -> str:
    return path_template(operation.label)


def _identifier(document: Document, operation: Operation) -> str | None:
    identifier = document.object(operation.pointer).get("operationId")
    return identifier if isinstance(identifier, str) else None


def _presence(document: Document, old: Operation | None, new: Operation | None) -> Finding:
    operation = new or old
    assert operation is not None
    reached = frozenset({operation.label})
    change_class, kind, message = (
        ChangeClass.BREAKING,
        "operation-removed",
        f"operation {code(operation.label)} is gone",
    )
    if old is None:
        call = signature(document, operation)
        message = f"new operation {code(operation.label)}" + (f": {code(call)}" if call else "")
        change_class, kind = ChangeClass.COMPATIBLE, "operation-added"
    elif new is not None:
        message, kind = f"operation {code(old.label)} is now {code(new.label)}", "operation-moved"
    return Finding(kind, change_class, operation.pointer, message, gone=new is None, operations=reached)


def _labelled(pairs: Pairs) -> tuple[list[tuple[Operation, str]], list[tuple[Operation, str]]]:
    """Return the operations of both sides with what reports call them: as the new side does, if it has them."""
    old = [(before, (after or before).label) for before, after in pairs if before is not None]
    new = [(after, after.label) for _, after in pairs if after is not None]
    return old, new
