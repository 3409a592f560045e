"""What operations are called in Python, as the generator names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.generate.name_conflicts import attribute_of_client, method_of
from toolchain.generate.names import argument_name
from toolchain.openapi.json_values import as_list, as_object
from toolchain.openapi.operations import parameters
from toolchain.openapi.pointer import ROOT

if TYPE_CHECKING:
    from toolchain.openapi.document import Document
    from toolchain.openapi.operations import Operation


def python_name(document: Document, operation: Operation) -> str:
    """Return the call of an operation, such as ``client.invoices.update``; empty where it has no name for one."""
    fields = document.object(operation.pointer)
    name = fields.get("x-python-name", fields.get("operationId"))
    listed = as_list(fields.get("tags"))
    if not isinstance(name, str) or not name or not listed:
        return ""
    tags = [as_object(tag) for tag in as_list(document.value(ROOT.below("tags")))]
    resource = next((tag.get("x-python-name") for tag in tags if tag.get("name") == listed[0]), None) or listed[0]
    return f"client.{attribute_of_client(str(resource))}.{method_of(name)}"


def signature(document: Document, operation: Operation) -> str:
    """Return the call of an operation with what it must be given; empty where it has no name in Python."""
    name = python_name(document, operation)
    if not name:
        return ""
    taken: list[str] = []
    for (place, wire_name), pointer in parameters(document, operation).items():
        fields = document.object(pointer)
        if (fields.get("required") is True or place == "path") and "x-client-option" not in fields:
            taken.append(argument_name(str(fields.get("x-python-name", wire_name)), taken))
    body = document.object(operation.pointer).get("requestBody")
    return f"{name}({', '.join([*taken, *(['body'] if body is not None else [])])})"
