"""Enums that stay open: a value that nobody has documented yet is kept, not refused."""

from enum import IntEnum, StrEnum
from typing import Self


class OpenStrEnum(StrEnum):
    """A string enum whose documented values are its members and that takes any other string as well.

    Members, documented or not, equal and hash like their string, and survive ``pickle`` and ``deepcopy``.
    A ``match`` over the members needs a default case: `is_known` tells which side of it a value is on.
    """

    @classmethod
    def members(cls) -> dict[str, Self]:
        """Return the documented members by their text."""
        return {member.value: member for member in cls}

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # Not registered among the members: the service could otherwise grow the class without bound.
        unknown = str.__new__(cls, value)
        unknown._name_ = value
        unknown._value_ = value
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether the description documents this value."""
        return type(self).__members__.get(self._name_) is self

    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[str]]:
        # By value: Python 3.11.0 to 3.11.3 pickle a member by its name, which an undocumented value does not have.
        return type(self), (self._value_,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self._name_}" if self.is_known else f"{type(self).__name__}({self._value_!r})"


class OpenIntEnum(IntEnum):
    """The same of whole numbers."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        unknown = int.__new__(cls, value)
        unknown._name_ = str(int(value))
        unknown._value_ = int(value)
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether the description documents this value."""
        return type(self).__members__.get(self._name_) is self

    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[int]]:
        return type(self), (self._value_,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self._name_}" if self.is_known else f"{type(self).__name__}({self._value_!r})"


OpenEnum = OpenStrEnum | OpenIntEnum
