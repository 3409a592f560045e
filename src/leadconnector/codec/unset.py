"""`UNSET`: an attribute that is not there, as opposed to one that is null."""

from enum import Enum
from typing import Final, Literal


class Unset(Enum):
    """The type of `UNSET`.

    An enum with one member is the one kind of singleton that both type checkers narrow by identity and that
    survives ``copy``, ``deepcopy`` and ``pickle`` without any code of its own.
    """

    UNSET = ...  # no value that JSON could hold, so that it is never written by mistake

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""Marks a request attribute that is not sent at all. Falsy; compare with ``is``."""
