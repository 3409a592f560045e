"""The bodies of full replaces, made from the invoice or schedule as it is: what `x-python-made-from` stands on."""

from collections.abc import Mapping
from typing import Any, Self

from leadconnector.codec.model import Model


class FullReplace(Model):
    """A body that replaces the whole of what a response shows, and is made of that."""

    __slots__ = ("_left_out",)
    _left_out: tuple[str, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not taken over from the response, as JSON pointers into it, such as ``/invoiceItems/0/_id``.

        Fields that the request does not have, nulls, and objects without anything that the request has, such as an
        empty payment schedule, also in arrays that needn't be there. Nothing for a body that was made in another way.
        """
        return getattr(self, "_left_out", ())

    @classmethod
    def _of(cls, response: Model, timezone: str | None, changes: Mapping[str, Any]) -> Self:
        # Imported here: whoever only writes bodies by hand needs none of it.
        from inspect import signature

        from leadconnector.codec.convert import request_data

        try:
            signature(cls).bind_partial(**changes)
        except TypeError as error:
            wrong = [each for each in cls.FIELDS if each.json_name in changes and each.json_name != each.name]
            hint = f"; write {', '.join(f'{each.name}=' for each in wrong)}" if wrong else ""
            raise TypeError(f"{cls.__name__}: {error}{hint}") from None
        data, left_out = request_data(cls, response, timezone, changes)
        made = cls.decode(data)
        body = made.__replace__(**{**changes, "extra": {**made.extra, **changes.get("extra", {})}})
        body._left_out = left_out
        return body
