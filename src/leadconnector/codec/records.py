"""What an answer is parsed into: records, whose attributes msgspec fills in C, and whose values it checks there.

msgspec is told what each field is to hold. It has no place for a field that it was not told of, and none for a null or
another kind of value: an answer with such is read once more, the careful way. As a service sends the same unknown
fields and the same nulls again and again, they are remembered, and from then on msgspec is told of them too.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from leadconnector.client.errors import DecodeError
from leadconnector.client.process_lock import ProcessLock
from leadconnector.codec.findings import Findings
from leadconnector.codec.jsontext import as_bytes, excerpt, parse_json
from leadconnector.codec.loose import Loose, loosen
from leadconnector.codec.record_types import Record, record_type
from leadconnector.codec.requests import below

if TYPE_CHECKING:
    from leadconnector.codec.model import Model

T = TypeVar("T")
_NOT_AS_TOLD: Final = (msgspec.DecodeError, UnicodeError, ArithmeticError, RecursionError)


class Records:
    """Reads answers, and remembers what was in them. Safe for threads."""

    def __init__(self) -> None:
        self._lock = ProcessLock()
        self._known = Findings()
        self._decoders: dict[object, msgspec.json.Decoder[Any]] = {}

    def read(self, model: "type[Model]", content: bytes | str) -> Record | Loose:
        """Parse an answer that is an object.

        Raises:
            DecodeError: if it is no JSON object, or lacks what the model can't be without.
        """
        decoder = self._decoders.get(model) or self._decoder(model, is_list=False)
        try:
            record: Record = decoder.decode(content)
        except _NOT_AS_TOLD:
            return self._carefully(content, partial(_loose, model))
        return record

    def read_list(self, model: "type[Model]", content: bytes | str) -> Sequence[Record | Loose]:
        """Parse an answer that is an array of objects; DecodeError as from `read`."""
        decoder = self._decoders.get((model,)) or self._decoder(model, is_list=True)
        try:
            records: list[Record] = decoder.decode(content)
        except _NOT_AS_TOLD:
            return self._carefully(content, partial(_loose_list, model))
        return records

    def _decoder(self, model: "type[Model]", *, is_list: bool) -> "msgspec.json.Decoder[Any]":
        with self._lock:
            kind = record_type(model, self._known)
            decoder = msgspec.json.Decoder(GenericAlias(list, kind) if is_list else kind, float_hook=Decimal)
            self._decoders[(model,) if is_list else model] = decoder
        return decoder

    def _carefully(self, content: bytes | str, loose: Callable[[Any, bytes, Findings], T]) -> T:
        encoded = as_bytes(content)
        found = Findings()
        result = loose(parse_json(encoded), encoded, found)
        with self._lock:
            if self._known.learn(found):
                self._decoders = {}
        return result


def _loose(model: "type[Model]", parsed: Any, content: bytes, found: Findings) -> Loose:
    if parsed.__class__ is not dict:
        raise DecodeError(pointer="", expected="a JSON object", got=excerpt(content))
    return loosen(model, parsed, found)


def _loose_list(model: "type[Model]", parsed: Any, content: bytes, found: Findings) -> list[Loose]:
    if parsed.__class__ is not list:
        raise DecodeError(pointer="", expected="a JSON array", got=excerpt(content))
    elements: list[Loose] = []
    try:
        for element in parsed:
            elements.append(_loose(model, element, repr(element).encode(), found))
    except DecodeError as error:
        raise below(str(len(elements)), error) from None
    return elements


RECORDS: Final = Records()
"""Those of this process."""
