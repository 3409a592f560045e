"""Decoders of answers that are not one model."""

from collections.abc import Callable
from typing import TypeVar

from leadconnector.codec.answer import Answer
from leadconnector.codec.records import RECORDS

A = TypeVar("A", bound=Answer)


def decode_nothing(content: bytes) -> None:
    """Take an answer without content; what a service sends all the same is let go."""


def list_decoder(model: type[A]) -> Callable[[bytes], list[A]]:
    """Return a decoder for an array of `model`."""

    def decode(content: bytes) -> list[A]:
        return [model.from_record(record) for record in RECORDS.read_list(model, content)]

    return decode
