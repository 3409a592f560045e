"""The table after generation: what other operations have that one lacks, so that it is left out knowingly."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from toolchain.generate.operations import JSONObject, content_of, operations_of, parameters_of, successes

LACKS = {
    "name": "it is called by its operationId: give it an x-python-name",
    "retry": "without x-retry only a read is repeated",
    "outcome-check": "nothing tells what became of a call whose response was lost",
    "options": "the caller gives what the client could fill in, by x-client-option",
    "pages": "without x-pagination a call gives one page",
    "echoes": "a response that shows another object than its path names is taken for its own, without x-echoes",
    "summary": "its docstring says nothing",
    "errors": "no response of an error is described",
    "security": "no scope is described",
    "example": "the sandbox makes its response up from the schema",
}
"""What an operation may lack, and what follows."""
OPTIONS = ("altId", "altType", "Version")
"""Parameters that the client can fill in."""


def print_table(document: JSONObject) -> None:
    """Print a row for each operation that lacks something, what that means, and how many lack nothing."""
    operations = list(operations_of(document))
    others_echo = any("x-echoes" in operation for _, _, _, operation in operations)
    rows = [
        (f"{method.upper()} {path}", set(_lacks(method, item, operation, document, others_echo=others_echo)))
        for path, method, item, operation in operations
    ]
    lacking = [(name, lacks) for name, lacks in rows if lacks]
    if lacking:
        columns = [key for key in LACKS if any(key in lacks for _, lacks in lacking)]
        table = Table("lacking", *columns, box=None, pad_edge=False)
        for name, lacks in lacking:
            table.add_row(name, *("x" if key in lacks else "" for key in columns))
        for column in table.columns[1:]:
            column.no_wrap = True
        Console(highlight=False, markup=False, width=max(80, console_width(lacking, columns))).print(table)
        for key in columns:
            print(f"{key}: {LACKS[key]}")
    print(f"{len(rows) - len(lacking)} of {len(rows)} operations lack nothing that others have")


def console_width(rows: list[tuple[str, set[str]]], columns: list[str]) -> int:
    """Return the width at which no row wraps: a table in a pipe or a log has no width of its own."""
    return max(len(name) for name, _ in rows) + sum(len(column) + 2 for column in columns)


def _lacks(
    method: str, item: JSONObject, operation: JSONObject, document: JSONObject, *, others_echo: bool
) -> Iterator[str]:
    retry = operation.get("x-retry", {})
    parameters = parameters_of(item, method, document)
    names = {parameter["name"] for parameter in parameters}
    filled = {parameter["name"] for parameter in parameters if "x-client-option" in parameter}
    found = {
        "name": "x-python-name" not in operation,
        "retry": "policy" not in retry,
        "outcome-check": method not in ("get", "head", "options") and "outcome-check" not in retry,
        "options": bool({*OPTIONS} & names - filled),
        "pages": method == "get" and bool({"offset", "skip", "cursor"} & names) and "x-pagination" not in operation,
        "echoes": others_echo
        and "x-echoes" not in operation
        and any(parameter["in"] == "path" for parameter in parameters),
        "summary": not operation.get("summary") and not operation.get("description"),
        "errors": not any(str(status)[0] in "45" for status in operation.get("responses", {})),
        "security": not operation.get("security", document.get("security")),
        "example": not all(map(_has_example, successes(operation, document).values())),
    }
    return (key for key, lacks in found.items() if lacks)


def _has_example(response: JSONObject) -> bool:
    content: JSONObject = content_of(response)
    return not content or any("example" in media or "examples" in media for media in content.values())
