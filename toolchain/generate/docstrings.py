"""Docstrings of generated code: wrapped for their place, and safe for a text of any content."""

import textwrap
from collections.abc import Iterator
from typing import Final

from toolchain.generate.operations import Operation

WIDTH: Final = 116


def docstring(text: str, indent: int) -> str:
    """Return a docstring literal, wrapped and indented for its place; a text of any content stays inside it."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').strip()
    safe = safe[:-1] + '\\"' if safe.endswith('"') else safe
    paragraphs = [wrapped(paragraph, WIDTH - indent) for paragraph in safe.split("\n")]
    body = textwrap.indent("\n".join(paragraphs), " " * indent).strip()
    return f'"""{body}\n{" " * indent}"""' if "\n" in body else f'"""{body}"""'


def wrapped(line: str, width: int) -> str:
    """Wrap a line, its continuations indented like an entry of an ``Args:`` section."""
    lead = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(line.strip(), width, initial_indent=lead, subsequent_indent=lead + ("    " if lead else ""))


def method_doc(operation: Operation) -> str:
    """Return a method's docstring: what the call does to the customer, its arguments, errors and scope."""
    sections = [
        operation.doc,
        "\n".join(["Args:", *(f"    {name}: {doc}" for name, doc in _arguments(operation))]),
        "\n".join(["Raises:", *(f"    {name}: {doc}" for name, doc in _errors(operation))]),
        f"Scope: {', '.join(operation.scopes)}." if operation.scopes else "",
    ]
    return "\n\n".join(section for section in sections if section)


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
        yield "body", f"The `{operation.body.class_name}`.{absent}"
    if operation.takes_location:
        yield "alt_id", "The location's id, where it is not the client's `location_id`."
    yield "timeout", "Seconds for the whole call, retries included, instead of the client's."
    yield "max_retries", "How often it may be sent again, instead of the client's."


def _errors(operation: Operation) -> Iterator[tuple[str, str]]:
    yield from operation.refusals
    if operation.is_write:
        tells = f"`{operation.outcome_check}` tells" if operation.outcome_check else "look before repeating it"
        yield "OutcomeUnknownError", f"There was no answer, and the call may have taken effect: {tells}."
        yield "APIConnectionError", "There was no answer; `applied` says whether the call took effect."
        yield "APITimeoutError", "The same, as time was up."
    else:
        yield "APIConnectionError", "There was no answer."
        yield "APITimeoutError", "There was none in time."
    yield "DecodeError", "The service accepted the call, but its answer is not what it should be."
    yield "InvalidRequestError", "The arguments can't be sent; nothing was."
