"""`x-pagination`: how the description says that an operation's result comes in pages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from toolchain.generate.models import Models
from toolchain.generate.property_types import PropertyType
from toolchain.generate.views import Operation, Pages, qualified

KEYS: Final = {
    "offset": ("style", "items", "limit", "offset", "total", "has-more"),
    "cursor": ("style", "items", "limit", "cursor", "next-cursor", "has-more"),
}
NEEDED: Final = {"offset": ("items", "offset"), "cursor": ("items", "cursor", "next-cursor")}
NUMBERS: Final = ("int", "str", "Decimal", "Any")
"""Types that can hold an offset."""
PATHS: Final = ("items", "next-cursor", "total", "has-more")
"""Keys whose values are paths within the response, with dots between the names; the others name parameters."""


def pagination_problems(pagination: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    """Yield what is wrong with an operation's ``x-pagination``; `names` are its parameters in the query."""
    style = pagination.get("style")
    if style not in KEYS:
        yield f"x-pagination: style must be one of {', '.join(KEYS)}, not {style!r}"
        return
    for key, value in pagination.items():
        if key not in KEYS[style]:
            yield f"x-pagination has no {key!r}; with style {style!r} it takes {', '.join(KEYS[style])}"
        elif not isinstance(value, str):
            yield f"x-pagination: {key} must be a text, not {value!r}"
        elif key not in (*PATHS, "style") and value not in names:
            yield f"x-pagination: {key} {value!r} is no parameter of its query"
    for key in NEEDED[style]:
        if key not in pagination:
            yield f"x-pagination with style {style!r} needs {key!r}"


class PageViews:
    """Makes the views of paginated operations."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def of(self, operation: Operation, pagination: Mapping[str, Any], result: PropertyType) -> Pages:
        """Return how an operation's result comes in pages.

        Raises:
            LookupError: with a message, if a path leads to nothing in the response.
        """
        arguments = {parameter.wire_name: parameter for parameter in operation.options}
        start = arguments[pagination["offset" if pagination["style"] == "offset" else "cursor"]]
        if pagination["style"] == "offset" and not {*NUMBERS} & {*start.annotation.split(" | ")}:
            raise LookupError(f"x-pagination: offset {pagination['offset']!r} takes no number")
        limit = arguments.get(pagination.get("limit", ""))
        items, found = self._attributes(result, pagination["items"])
        if not found.annotation.startswith("list["):
            raise LookupError(f"x-pagination: items {pagination['items']!r} is no array in its response")
        paths = {key: self._attributes(result, pagination[key])[0] for key in PATHS[1:] if key in pagination}
        keywords = {"cursor": "next-cursor", "total": "total", "has_more": "has-more"}
        code = ", ".join(
            [
                f"name={operation.name!r}",
                f"parameter={start.name!r}",
                f"items={items!r}",
                *(f"{keyword}={paths[key]!r}" for keyword, key in keywords.items() if key in paths),
            ]
        )
        return Pages(
            parameter=start.name,
            annotation=start.annotation,
            items=qualified(found.annotation.removeprefix("list[").removesuffix("]"), found.classes),
            limit=f", {limit.name}" if limit else "",
            code=f"Pagination({code})",
        )

    def _attributes(self, found: PropertyType, path: str) -> tuple[tuple[str, ...], PropertyType]:
        """Return the attributes that a path of JSON names is, and the type of what it leads to."""
        names: list[str] = []
        for wire_name in path.split(".") if path else []:
            model = self._models.by_name.get(next(iter(found.classes), ""))
            fields = {field.wire_name: field for field in model.fields} if model else {}
            if wire_name not in fields:
                raise LookupError(f"x-pagination: its response has no {path!r}: there is no {wire_name!r}")
            found = fields[wire_name].type
            names.append(fields[wire_name].name)
        return tuple(names), found
