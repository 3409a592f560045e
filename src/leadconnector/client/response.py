"""The response to a call: raw to look at, or parsed into the operation's result."""

import json
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from leadconnector.client.call_errors import status_error
from leadconnector.client.operation import Operation
from leadconnector.codec.errors import InvalidDataError
from leadconnector.codec.json import parse_json
from leadconnector.codec.model import set_zone
from leadconnector.errors import MESSAGE_LENGTH, APIStatusError, DecodeError
from leadconnector.secret import Secret
from leadconnector.transport.attempt import Content, Headers

if TYPE_CHECKING:
    from leadconnector.client.request import PreparedRequest

T = TypeVar("T")
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])  # skips what they hold rather than parse it


class Response(msgspec.Struct, Generic[T], kw_only=True, eq=False):
    """Any response to a call, whatever its status. ``elapsed`` is in seconds, over all ``attempts``.

    ``applied`` says whether the call took effect (None: unknown); ``defect`` why ``content`` is cut short or not
    readable, where it is; ``already_gone`` that a repeated delete found nothing, so that an earlier attempt, or someone
    else, had deleted it.
    """

    status: int
    headers: Headers
    content: Content
    operation: Operation
    attempts: int
    elapsed: float
    applied: bool | None
    retry_after: float | None = None
    defect: str | None = None
    already_gone: bool = False
    passing: bool = False
    """Whether the description knows the failure as a passing one of the service, whatever its status says."""
    prepared: "PreparedRequest[T]"
    secret: Secret
    zone: tzinfo | None = None
    """The time zone whose days the dates of the result are that came as moments; else UTC."""
    on_result: Callable[[str, object, bool], None] | None = None
    """Called with the operation's name, each result, and whether it is described: where drift is reported."""

    def __repr__(self) -> str:
        shown = ("status", "headers", "content", "attempts", "elapsed", "applied", "already_gone")
        return f"Response({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    @property
    def text(self) -> str:
        """The content as UTF-8 text; a replacement character stands for what isn't."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The content as JSON, numbers with a fraction as Decimal; DecodeError where it is none."""
        return self._decoded(parse_json, self.content)

    def parse(self) -> T:
        """The operation's result; APIStatusError for a status that isn't 2xx, DecodeError for a 2xx that isn't one."""
        if not self.already_gone:
            if not 200 <= self.status < 300:
                raise self._status_error()
            if self.defect is not None:
                raise self._decode_error("", "a readable body", self.defect)
        is_described = self.already_gone or self.status not in self.operation.undescribed
        decode = self.prepared.decode if is_described else self._decode_undescribed
        result = self._decoded(decode, self._gone() if self.already_gone else self.content)
        if self.zone is not None:
            set_zone(result, self.zone)
        if self.on_result is not None:
            self.on_result(self.operation.name, result, is_described)
        return result

    def _decode_undescribed(self, content: bytes) -> Any:
        """Return what other responses of success hold, if the content is of that kind; no error where it isn't."""
        try:
            return self.prepared.decode(content)
        except (DecodeError, InvalidDataError, RecursionError):
            return None

    def _decoded(self, decode: "Callable[[bytes], T]", content: bytes) -> T:
        try:
            return decode(content)
        except DecodeError as exc:
            error = self._decode_error(exc.pointer, exc.expected, exc.got)
        except InvalidDataError as exc:
            fault = exc.faults[0]
            error = self._decode_error(fault.pointer, fault.expected or fault.problem, fault.got)
            del fault
        except RecursionError:
            error = self._decode_error("", "JSON of a bounded depth", "deeper nesting")
        # Raised here, not from the decoder's own: its frames and causes hold the whole body, and this one's none of it.
        # So no local may hold the decoder's fault either.
        raise error

    def _decode_error(self, pointer: str, expected: str, got: str) -> DecodeError:
        hide = self.secret.hide_in
        return DecodeError(
            pointer=hide(pointer),
            expected=hide(expected),
            got=hide(got),
            body=self.secret.excerpt(self.text, MESSAGE_LENGTH),
            status=self.status,
            **self._facts(),
        )

    def _status_error(self) -> APIStatusError:
        check = self.operation.outcome_check if self.applied is None else None
        hint = f" (it may have taken effect: {check} shows)" if check else ""
        return status_error(
            self.status,
            self.text,
            self.headers,
            self.secret,
            hint=hint,
            passing=self.passing,
            applied=self.applied,
            retry_after=self.retry_after,
            outcome_check=check,
            **self._facts(),
        )

    def _facts(self) -> dict[str, Any]:
        return {"operation": self.operation.name, "attempts": self.attempts, "elapsed": self.elapsed}

    def _gone(self) -> bytes:
        gone = self.operation.already_gone
        assert gone is not None
        filled: dict[object, object] = {"{" + name + "}": text for name, text in self.prepared.path_params.items()}
        return json.dumps({key: filled.get(value, value) for key, value in gone.response.items()}).encode()


def property_of(content: bytes, name: str) -> object:
    """The property of that name of a JSON object; None if there is none."""
    try:
        return msgspec.json.decode(_MEMBERS.decode(content)[name])
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ArithmeticError, KeyError):
        return None
