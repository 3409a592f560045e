"""Bodies of requests, with what the client fills in, and of responses that are no models."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from leadconnector.client.operation import Operation
from leadconnector.client.options import Options
from leadconnector.client.request import encode_query
from leadconnector.codec.errors import InvalidDataError, short_repr, with_article
from leadconnector.codec.json import is_mapping, parse_json, write_json
from leadconnector.codec.kinds import Kind
from leadconnector.codec.model import Model, RequestModel, builder_hint
from leadconnector.codec.validation import decoded, value_faults
from leadconnector.errors import DecodeError, InvalidRequestError

NULL: Final = b"null"
"""The whole body of a request that may be null."""


def body_content(
    options: Options,
    operation: Operation,
    body: RequestModel | Mapping[str, Any] | None,
    kind: type[RequestModel],
    *,
    location: str | None = None,
    alt_id: str | None = None,
    constants: Mapping[str, str] | None = None,
    always: bool,
    nullable: bool = False,
) -> bytes | None:
    """Return the JSON text of a body, or None where none is sent.

    The field called `location` takes `alt_id`, else the body's own value, else the client's location id; a field in
    `constants` takes the body's own value, else the constant. Where the operation asks for a body `always`, it is null
    without one, if it may be (`nullable`), else those fields alone.

    Raises:
        InvalidRequestError: if there is no location id, or no body to put `alt_id` into, or if the body can't be sent:
            every fault is named by its path.
    """
    if body is None and (nullable or not always):
        if alt_id is not None:
            raise InvalidRequestError("alt_id= goes into the body: give a body= too", operation=operation.name)
        return NULL if always else None
    data = {} if body is None else _checked(body, kind, operation)
    for name, constant in (constants or {}).items():
        data.setdefault(name, constant)
    if location is not None and (alt_id is not None or location not in data):
        data[location] = options.location(alt_id, operation)
    return write_json(_checked(data, kind, operation) if body is None else data)


def _checked(body: object, kind: type[RequestModel], operation: Operation) -> dict[str, Any]:
    """Return the JSON object of a body: a model of class `kind`, or a dict of JSON names that makes one."""
    try:
        if isinstance(body, kind):
            return body.to_dict()
        if is_mapping(body):
            return kind.from_body(body).to_dict()
    except InvalidDataError as error:
        raise InvalidRequestError(str(error), operation=operation.name) from None
    hint = builder_hint(kind, is_response=isinstance(body, Model)) or f"{kind.__name__}.from_dict(…) makes one"
    wrong = f"body must be {with_article(kind.__name__)}, not {short_repr(body)}; {hint}"
    raise InvalidRequestError(wrong, operation=operation.name)


def lazy_decoder(make: Callable[[], Kind], *, nullable: bool = False, empty: bool = False) -> Callable[[bytes], Any]:
    """Return a decoder of responses of a kind that is made when it is first needed, as its classes load then.

    It returns the value, None for no content where that may be `empty`; InvalidDataError for what is none of the kind.
    """
    kind = cache(make)
    return lambda content: None if empty and not content else decoded(kind(), content, nullable=nullable)


def value_content(
    body: object, kind: Callable[[], Kind], operation: Operation, *, always: bool, nullable: bool = False
) -> bytes | None:
    """Return the JSON text of a body that is no model, or holds some; None where none is given and needn't be.

    Raises:
        InvalidRequestError: if it is not of its kind: every fault is named by its path.
    """
    if body is None and (nullable or not always):
        return NULL if always else None
    try:
        return write_json(kind().write(kind().convert(body)))
    except (TypeError, ValueError) as error:
        faults = "; ".join(map(str, value_faults(kind(), body, ("body",)))) or f"body: {error}"
        raise InvalidRequestError(faults, operation=operation.name) from None


def form_content(content: bytes | None, operation: Operation) -> bytes | None:
    """Return the JSON object of a body as a form (``application/x-www-form-urlencoded``); an array repeats its key.

    Raises:
        InvalidRequestError: if a value is an object.
    """
    return None if content is None else encode_query(parse_json(content), operation.name).encode()


def decode_nothing(content: bytes) -> None:
    """Take a response without content; what a service sends all the same is let go."""


def decode_undescribed(content: bytes) -> Any:
    """Return the JSON of a response whose content the description doesn't mention; None where it has none."""
    try:
        return parse_json(content) if content.strip() else None
    except InvalidDataError:
        return None


def decode_text(content: bytes, charset: str = "UTF-8") -> str:
    """Return a response's text without the mark before it; DecodeError where it is none of its charset."""
    try:
        return content.decode(charset).removeprefix("\ufeff")
    except UnicodeError as error:
        raise DecodeError(pointer="", expected=f"text in {charset}", got=repr(content[:20])) from error
