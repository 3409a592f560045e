"""What a plain (unquoted) YAML scalar stands for.

This is the core schema of YAML 1.2 with one deviation: a number with leading zeros (`0123`) stays a string, since
readers of YAML 1.1 take it for octal, those of 1.2 for decimal, and what was meant is mostly a code or a telephone
number. Dates, times, `yes`, `no`, `on`, `off`, `1_000` and `12:30:45` are strings.
"""

from __future__ import annotations

import math
import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar; ValueError (with the reason) for a number that JSON cannot hold."""
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> int | float | None:
    if _INTEGER.fullmatch(text):
        return to_integer(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if _FLOAT.fullmatch(text):
        return to_float(text)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is no JSON number; quote it if it is text")
    return None


def to_integer(text: str) -> int:
    """Return a decimal integer; ValueError where it has more digits than Python converts."""
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"an integer of {len(text)} digits is too long; quote it if it is text") from None


def to_float(text: str) -> float:
    """Return a finite float; ValueError for one beyond the range of a double, which would become infinity."""
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:40]} is beyond the range of a double; quote it if it is text")
    return number
