"""Values as messages show them: short, and never an error of its own."""

import reprlib
from typing import Final

LONGEST: Final = 200
_REPR: Final = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = LONGEST


def short_repr(value: object) -> str:
    """Return a short repr; where there is none (huge integers, deep nesting, a broken ``__repr__``) the type's name."""
    try:
        shown = _REPR.repr(value)
    except Exception:
        return f"a value of type {type(value).__name__}"
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def with_article(name: str) -> str:
    """Return a class's name with its article."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
