"""The table after generation: what other operations have that one lacks, so that it is left out knowingly."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from toolchain.generate.faults import operations_of
from toolchain.generate.preprocess import parameters_of, successes

JSONObject = Mapping[str, Any]


def print_table(document: JSONObject) -> None:
    """Print a row for each operation that lacks something, and how many lack nothing."""
    rows = [(f"{method.upper()} {path}", tuple(_lacks(method, item, operation, document)))
            for path, method, item, operation in operations_of(document)]  # fmt: skip
    lacking = [(name, lacks) for name, lacks in rows if lacks]
    print(f"{len(rows) - len(lacking)} of {len(rows)} operations lack nothing that others have")
    if not lacking:
        return
    table = Table("operation", "lacks", box=None, pad_edge=False)
    for name, lacks in lacking:
        table.add_row(name, "; ".join(lacks))
    Console(highlight=False, markup=False).print(table)


def _lacks(method: str, item: JSONObject, operation: JSONObject, document: JSONObject) -> Iterator[str]:
    if "x-python-name" not in operation:
        yield "x-python-name (it is called by its operationId)"
    if "policy" not in operation.get("x-retry", {}):
        yield "x-retry (a read is repeated)" if method == "get" else "x-retry (never repeated)"
    if method not in ("get", "head", "options") and "outcome-check" not in operation.get("x-retry", {}):
        yield "outcome-check (nothing tells what became of a lost call)"
    parameters = parameters_of(item, method, document)
    names = {parameter["name"] for parameter in parameters}
    if plain := [each["name"] for each in parameters if each["name"] in OPTIONS and "x-client-option" not in each]:
        yield f"x-client-option (the caller gives {', '.join(plain)})"
    if method == "get" and {"offset", "cursor"} & names and "x-pagination" not in operation:
        yield "x-pagination (one page a call)"
    if not operation.get("summary") and not operation.get("description"):
        yield "summary"
    if not any(str(status)[0] in "45" for status in operation.get("responses", {})):
        yield "errors"
    if not operation.get("security", document.get("security")):
        yield "security"
    if not any(_has_example(response) for response in successes(operation, document).values()):
        yield "an example of its response"


OPTIONS = ("altId", "altType", "locationId", "Version")
"""Parameters that the client of this service can fill in."""


def _has_example(response: JSONObject) -> bool:
    content: JSONObject = response.get("content") or {}
    return not content or any("example" in media or "examples" in media for media in content.values())
