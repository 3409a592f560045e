"""Values as messages and models show them: short, and never an error of its own."""

import reprlib
from typing import Any, Final

LONGEST: Final = 200
MOST_ELEMENTS: Final = 3
MODELS_DEEP: Final = 3
"""How many levels of models and lists are shown before a model is a name alone."""


class _Repr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = LONGEST

    def repr_list(self, x: list[Any], level: int) -> str:
        shown = [self.repr1(each, level - 1) for each in x[:MOST_ELEMENTS]] if level > 0 else []
        if len(x) > len(shown):
            shown.append(f"… {len(x) - len(shown)} more")
        return f"[{', '.join(shown)}]"

    def repr_instance(self, x: Any, level: int) -> str:
        name: str = type(x).__name__
        if isinstance(x, type) or not hasattr(x, "__rich_repr__"):  # which models have
            return super().repr_instance(x, level)
        if level <= self.maxlevel - MODELS_DEEP:
            return f"{name}(…)"
        return f"{name}({', '.join(f'{each}={self.repr1(value, level - 1)}' for each, value in x.__rich_repr__())})"


_REPR: Final = _Repr()


def short_repr(value: object, longest: int = LONGEST) -> str:
    """Return a short repr; where there is none (huge integers, deep nesting, a broken ``__repr__``) the type's name."""
    try:
        shown = _REPR.repr(value)
    except Exception:
        return f"a value of type {type(value).__name__}"
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def with_article(name: str) -> str:
    """Return a class's name with its article."""
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
