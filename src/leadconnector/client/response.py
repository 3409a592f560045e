"""The answer to a call: raw to look at, or parsed into the operation's result."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from leadconnector.client.errors import BODY_LENGTH, APIStatusError, DecodeError
from leadconnector.client.headers import Headers
from leadconnector.client.operation import Operation
from leadconnector.client.secret import Secret
from leadconnector.client.status_error import status_error

if TYPE_CHECKING:
    from leadconnector.client.request import PreparedRequest

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Response(Generic[T]):
    """Any answer to a call, whatever its status. ``elapsed`` is in seconds, over all ``attempts``.

    ``applied`` says whether the call took effect (None: can't be known); ``defect`` why ``content`` is cut short or
    not readable, where it is; ``already_gone`` that a repeated delete learnt that an earlier attempt had done it.
    """

    status: int
    headers: Headers
    content: bytes = field(repr=False)
    operation: Operation = field(repr=False)
    attempts: int
    elapsed: float
    applied: bool | None
    retry_after: float | None = None
    defect: str | None = None
    already_gone: bool = False
    prepared: "PreparedRequest[T]" = field(repr=False)
    secret: Secret = field(repr=False)
    on_result: Callable[[str, T], None] | None = field(default=None, repr=False)
    """Called with the operation's name and each result: where drift is reported."""

    def parse(self) -> T:
        """The operation's result; APIStatusError for a status that isn't 2xx, DecodeError for a 2xx that isn't one."""
        if self.already_gone:
            return self._decode(self._gone())
        if not 200 <= self.status < 300:
            raise self._status_error()
        if self.defect is not None:
            raise self._located(DecodeError(expected="a readable body", got=self.defect))
        return self._decode(self.content)

    def _decode(self, content: bytes) -> T:
        try:
            result = self.prepared.decode(content)
        except DecodeError as exc:
            self._located(exc)
            exc.__cause__ = exc.__context__ = None  # a parser's own error holds the whole body
            raise
        except RecursionError:
            raise self._located(DecodeError(expected="JSON of a bounded depth", got="deeper nesting")) from None
        if self.on_result is not None:
            self.on_result(self.operation.name, result)
        return result

    def _located(self, error: DecodeError) -> DecodeError:
        return error.locate(
            operation=self.operation.name,
            status=self.status,
            attempts=self.attempts,
            elapsed=self.elapsed,
            body=self._beginning(),
            mask=self.secret.hide_in,
        )

    def _status_error(self) -> APIStatusError:
        check = self.operation.outcome_check if self.applied is None else None
        hint = f" (it may have taken effect: {check} tells)" if check else ""
        return status_error(
            self.status,
            self.content.decode("utf-8", "replace"),
            self.headers,
            hint,
            self.secret.hide_in,
            operation=self.operation.name,
            attempts=self.attempts,
            elapsed=self.elapsed,
            applied=self.applied,
            retry_after=self.retry_after,
            outcome_check=check,
        )

    def _beginning(self) -> str:
        # Masked before it is cut: half a token would escape the mask.
        return self.secret.hide_in(self.content.decode("utf-8", "replace"))[:BODY_LENGTH]

    def _gone(self) -> bytes:
        gone = self.operation.already_gone
        assert gone is not None
        filled: dict[object, object] = {"{" + name + "}": text for name, text in self.prepared.path_params.items()}
        return json.dumps({key: filled.get(value, value) for key, value in gone.answer.items()}).encode()
