"""JSON bodies of requests, with what the client fills in."""

from collections.abc import Mapping
from typing import Any

from leadconnector.client.operation import Operation
from leadconnector.client.options import Options
from leadconnector.codec.errors import InvalidDataError, short_repr, with_article
from leadconnector.codec.json import is_mapping, write_json
from leadconnector.codec.model import Model, RequestModel, builder_hint
from leadconnector.errors import InvalidRequestError


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
) -> bytes | None:
    """Return the JSON text of a body, or None where none is sent.

    The field called `location` takes `alt_id`, else the body's own value, else the client's location id; a field in
    `constants` takes the body's own value, else the constant. Without a body those alone are sent, where the operation
    asks for a body `always`.

    Raises:
        InvalidRequestError: if there is no location id, or no body to put `alt_id` into, or if the body can't be sent:
            every fault is named by its path.
    """
    if body is None and not always:
        if alt_id is not None:
            raise InvalidRequestError("alt_id= goes into the body: give a body= too", operation=operation.name)
        return None
    data = {} if body is None else _checked(body, kind, operation)
    for name, constant in (constants or {}).items():
        data.setdefault(name, constant)
    if location is not None and (alt_id is not None or location not in data):
        data[location] = options.location(alt_id, operation)
    return write_json(data)


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
