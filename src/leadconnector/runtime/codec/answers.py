"""Decoders of answers that are not one model."""

from collections.abc import Callable
from typing import Any, TypeVar

from leadconnector.runtime.codec.decoding import below
from leadconnector.runtime.codec.jsontext import excerpt, parse_json
from leadconnector.runtime.codec.model import Model
from leadconnector.runtime.errors import DecodeError

M = TypeVar("M", bound=Model)


def decode_nothing(content: bytes) -> None:
    """Take an answer without content; what a service sends all the same is let go."""


def list_decoder(model: type[M]) -> Callable[[bytes], list[M]]:
    """Return a decoder for an array of `model`."""

    def decode(content: bytes) -> list[M]:
        elements: Any = parse_json(content)
        if not isinstance(elements, list):
            raise DecodeError(pointer="", expected="a JSON array", got=excerpt(content))
        decoded: list[M] = []
        try:
            for element in elements:  # pyright: ignore[reportUnknownVariableType]
                decoded.append(model.from_dict(element))  # pyright: ignore[reportUnknownArgumentType]
        except DecodeError as error:
            raise below(str(len(decoded)), error) from None
        return decoded

    return decode
