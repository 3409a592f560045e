"""Docstrings of generated code: wrapped for their place, and safe for a text of any content."""

import textwrap
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
    arguments = [(p.name, p.doc) for p in (*operation.path_parameters, *operation.options)]
    if operation.body:
        absent = (
            " Left out, none is sent."
            if operation.body.optional and not operation.body.sent_always
            else " Needed only to send more than the client fills in."
            if operation.body.optional
            else ""
        )
        arguments.append(("body", f"The `{operation.body.class_name}`.{absent}"))
    if operation.takes_location:
        arguments.append(("alt_id", "The location's id, where it is not the client's `location_id`."))
    arguments += [
        ("timeout", "Seconds for the whole call, retries included, instead of the client's."),
        ("max_retries", "How often it may be sent again, instead of the client's."),
    ]
    sections = [
        operation.doc,
        "\n".join(["Args:", *(f"    {name}: {doc}" for name, doc in arguments)]),
        "\n".join(["Raises:", *(f"    {name}: {doc}" for name, doc in operation.refusals)])
        if operation.refusals
        else "",
        f"Scope: {', '.join(operation.scopes)}." if operation.scopes else "",
    ]
    return "\n\n".join(section for section in sections if section)
