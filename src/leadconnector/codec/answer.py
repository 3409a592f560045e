"""The base of the models that the service sends."""

from typing import Any, Final, Self

from attrs import define, setters

from leadconnector.codec.collector import COLLECTOR
from leadconnector.codec.loose import loosen
from leadconnector.codec.model import Model
from leadconnector.codec.records import RECORDS

LONG: Final = 1_000_000
"""The length of a text from which on it pays to pause the garbage collector."""


@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Answer(Model):
    """A JSON object that the service sends. From text it is made fast, by way of records."""

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Build a model from JSON text. Numbers keep all their digits.

        While it reads a text of a million characters or more, the garbage collector is paused.

        Raises:
            DecodeError: if `content` is no JSON object, or lacks what the model can't be without.
        """
        if len(content) < LONG:
            return cls.from_record(RECORDS.read(cls, content))
        with COLLECTOR.paused():
            return cls.from_record(RECORDS.read(cls, content))

    def _check(self) -> None:
        """Nothing: whatever came is written back."""

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        """Build a model from a parsed object that nobody else holds: what is left of it becomes `extra`."""
        return cls.from_record(loosen(cls, data))

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Build a model from what its text was parsed into."""
        raise NotImplementedError
