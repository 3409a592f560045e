"""Docstrings of generated code: wrapped for their place, and safe for a text of any content."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from toolchain.generate.client_views import ClientViews
from toolchain.generate.views import Operation, Resource

WIDTH: Final = 116


def docstring(text: str, indent: int) -> str:
    """Return a docstring literal, wrapped and indented for its place; a text of any content stays inside it."""
    safe = text.replace("\\", "\\\\").replace("\0", "\\x00").strip()
    safe = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes[0]), safe)
    paragraphs = [wrapped(paragraph, WIDTH - indent) for paragraph in safe.split("\n")]
    body = textwrap.indent("\n".join(paragraphs), " " * indent).strip()
    return f'"""{body}\n{" " * indent}"""' if "\n" in body else f'"""{body}"""'


def wrapped(line: str, width: int) -> str:
    """Wrap a line, its continuations indented like an entry of an ``Args:`` section."""
    lead = " " * (len(line) - len(line.lstrip()))
    if len(line) <= width:
        return line.rstrip()
    further = lead + ("    " if lead else "")
    return textwrap.fill(
        line.strip(),
        width,
        initial_indent=lead,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    )


def method_doc(operation: Operation, *, package: str) -> str:
    """Return a method's docstring: what the call does to the customer, its arguments, its own errors and scope."""
    sections = [
        operation.doc,
        "Deprecated: the service has deprecated this call." if operation.deprecated else "",
        "\n".join(["Args:", *(f"    {name}: {doc}".rstrip() for name, doc in _arguments(operation))]),
        "Returns:\n    The first page; iterate over it for all items, or use its `next()`." if operation.pages else "",
        "\n".join(["Raises:", *(f"    {name}: {doc}" for name, doc in _errors(operation, package))]),
        f"Scope: {', '.join(operation.scopes)}." if operation.scopes else "",
    ]
    return "\n\n".join(section for section in sections if section)


def client_doc(name: str, *, views: ClientViews, package: str) -> str:
    """Return the docstring of a client's class: what it is of, and how to call it."""
    is_async = name == "AsyncClient"
    flavour = "Client for asyncio and trio tasks" if is_async else "Client for threads; share one between them"
    resources = ", ".join(f"`{resource.name}`" for resource in views.resources)
    return "\n\n".join(
        [
            f"{flavour}. {views.service.doc}",
            f"An attribute for each resource: {resources}. Close it, or use it as a context manager:",
            _example(name, views.resources, package),
            f"What calls raise stands in `{package}.errors`.",
        ]
    )


def _example(name: str, resources: Iterable[Resource], package: str) -> str:
    """Return a call with nothing but path parameters, a read if there is one."""
    operations = [operation for resource in resources for operation in resource.operations]
    simple = [operation for operation in operations if not any(each.required for each in operation.options)]
    best = min(simple or operations, key=lambda each: (each.is_write, bool(each.body), bool(each.pages)))
    words = "async " if name == "AsyncClient" else ""
    waits = "await " if words else ""
    ids = ", ".join(f'"{parameter.wire_name}"' for parameter in best.path_parameters)
    lines = [
        f"from {package} import {name}",
        "",
        f'{words}with {name}(token="…", location_id="…") as client:',
        f"    result = {waits}client.{best.name}({ids})",
    ]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _arguments(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in (*operation.path_parameters, *operation.options):
        yield parameter.name, parameter.doc
    if operation.body:
        absent = (
            " Left out, none is sent."
            if operation.body.optional and not operation.body.sent_always
            else " Needed only to send more than the client fills in."
            if operation.body.optional
            else ""
        )
        called = operation.body.class_name or operation.body.annotation
        or_dict = ", or a dict of its JSON names" if operation.body.class_name else ""
        yield "body", f"The `{called}`{or_dict}.{absent}"
    if operation.takes_location:
        yield "location_id", "The location that the call is for, where it is not the client's."
    yield "timeout", "Seconds for the whole call, retries included, instead of the client's."
    yield "max_retries", "How often it may be sent again, instead of the client's."
    yield "extra_headers", "More header fields, which stand for the client's of the same name."
    if operation.takes_location:
        yield "alt_id", "The service's name for `location_id`; give one of them."


def _errors(operation: Operation, package: str) -> Iterator[tuple[str, str]]:
    own: dict[str, list[str]] = {}
    for name, text in operation.errors:
        own.setdefault(name, []).append(text)
    yield from ((name, " ".join(texts)) for name, texts in own.items())
    if operation.is_write:
        tells = f"`{operation.outcome_check}` tells" if operation.outcome_check else "look before repeating it"
        yield "OutcomeUnknownError", f"There was no response, and the call may have taken effect: {tells}."
    yield "LeadConnectorError", f"What any call may raise; see `{package}.errors`."
