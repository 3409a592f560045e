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
from toolchain.diff.compare.operations import pair_operations
from toolchain.diff.compare.parameters import compare_parameters
from toolchain.diff.compare.python_names import python_name, signature
from toolchain.diff.compare.responses import compare_responses
from toolchain.diff.compare.schemas import SchemaComparison
from toolchain.diff.compare.security import compare_schemes, compare_security, users_of_schemes
from toolchain.diff.compare.servers import compare_servers
from toolchain.diff.values import code
from toolchain.openapi.operations import Operation, operations

if TYPE_CHECKING:
    from toolchain.diff.compare.operations import Pairs
    from toolchain.openapi.document import Document


def compare(old: Document, new: Document) -> list[Change]:
    """Return the changes from one description to another, in no order.

    Raises:
        ToolchainError: if either refers to something that isn't there, or in a circle.
    """
    references = References(old), References(new)
    sides = Sides(old, new)
    pairs = pair_operations(operations(old), operations(new))
    findings, models = Findings(), Models(sides)
    comparison = SchemaComparison(sides, models, findings)
    for before, after in pairs:
        if before is not None and after is not None:
            compare_parameters(comparison, findings, before, after)
            compare_bodies(comparison, findings, before, after)
            compare_responses(comparison, findings, before, after)
            compare_security(sides, findings, before, after, after.label)
            compare_servers(sides, findings, before, after, after.label)
        else:
            findings.add(_presence(sides, before, after))
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


def _presence(sides: Sides, old: Operation | None, new: Operation | None) -> Finding:
    operation = new or old
    assert operation is not None
    reached = frozenset({operation.label})
    if new is None:
        message = f"operation {code(operation.label)} is gone"
        return Finding(
            "operation-removed", ChangeClass.BREAKING, operation.pointer, message, gone=True, operations=reached
        )
    call = signature(sides.new, operation)
    message = f"new operation {code(operation.label)}" + (f": {code(call)}" if call else "")
    return Finding("operation-added", ChangeClass.COMPATIBLE, operation.pointer, message, operations=reached)


def _labelled(pairs: Pairs) -> tuple[list[tuple[Operation, str]], list[tuple[Operation, str]]]:
    """Return the operations of both sides with what reports call them: as the new side does, if it has them."""
    old = [(before, (after or before).label) for before, after in pairs if before is not None]
    new = [(after, after.label) for _, after in pairs if after is not None]
    return old, new
