"""Enums that stay open, where a value that nobody has documented is kept, not refused; and that of `UNSET`."""

from collections.abc import Mapping
from enum import Enum, IntEnum, StrEnum
from typing import Any, ClassVar, Final, Literal, Self


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


class _Open:
    """A value of an open enum, documented or not."""

    _value_: Any
    _name_: str
    __members__: ClassVar[Mapping[str, Self]]

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        base: Any = int if IntEnum in cls.__mro__ else str
        if not isinstance(value, base) or isinstance(value, bool):
            return None
        # Not registered among the members: the service could otherwise grow the class without bound.
        unknown: Self = base.__new__(cls, value)
        unknown._value_ = base(value)
        unknown._name_ = str(unknown._value_)
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether the description documents this value."""
        return type(self).__members__.get(self._name_) is self

    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[Any]]:
        # By value: Python 3.11.0 to 3.11.3 pickle a member by its name, which an undocumented value does not have.
        return type(self), (self._value_,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self._name_}" if self.is_known else f"{type(self).__name__}({self._value_!r})"


class OpenStrEnum(_Open, StrEnum):
    """A string enum whose documented values are its members and that takes any other string as well.

    Members, documented or not, equal and hash like their string, and survive ``pickle`` and ``deepcopy``.
    A ``match`` over the members needs a default case: `is_known` tells which side of it a value is on.
    """


class OpenIntEnum(_Open, IntEnum):
    """The same of whole numbers."""
