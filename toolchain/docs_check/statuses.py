"""HTTP statuses, as pages name responses by them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

# Names that Python's table doesn't have, or not in every version.
_OTHER_NAMES: Final = {
    "request entity too large": 413, "payload too large": 413, "content too large": 413, "request uri too long": 414,
    "requested range not satisfiable": 416, "unprocessable entity": 422, "unprocessable content": 422,
}  # fmt: skip
_NAMES: Final = {status.phrase.lower(): status.value for status in HTTPStatus} | _OTHER_NAMES
_CODE: Final = re.compile(r"([1-5])(?:[0-9]{2}|XX)\b")

SUCCESS: Final = "success"


def of_heading(text: str) -> str | None:
    """Return the status that a response's heading names: a code, `5XX`, `SUCCESS` if it says no more, or None."""
    code = _CODE.match(text)
    if code:
        return code[0]
    name = text.strip().rstrip(".").lower().replace("-", " ")
    if name in _NAMES:
        return str(_NAMES[name])
    if name == "default":
        return name
    return SUCCESS if name.startswith("success") else None


def is_failure(text: str) -> bool:
    """Return whether a heading names a status of 400 or more."""
    return (of_heading(text) or "")[:1] in ("4", "5")
