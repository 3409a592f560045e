"""JSON bodies of requests, with what the client fills in."""

from collections.abc import Mapping

from leadconnector.client.errors import InvalidRequestError
from leadconnector.client.operation import Operation
from leadconnector.client.options import Options
from leadconnector.codec.jsontext import write_json
from leadconnector.codec.model import Model
from leadconnector.codec.shown import an, shown


def body_content(
    options: Options,
    operation: Operation,
    body: Model | None,
    kind: type[Model],
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
        InvalidRequestError: if there is no location id, or no body to put `alt_id` into.
        TypeError: if an attribute of the body was set to what it can't hold.
    """
    if body is None and not always:
        if alt_id is not None:
            raise InvalidRequestError("alt_id= goes into the body: give a body= too", operation=operation.name)
        return None
    given: object = body
    if given is not None and not isinstance(given, kind):
        wrong = f"{operation.name}: body must be {an(kind.__name__)}, not {shown(given)}"
        raise TypeError(f"{wrong}; {kind.__name__}.from_dict(…) makes one")
    data = {} if body is None else body.to_dict()
    for name, constant in (constants or {}).items():
        data.setdefault(name, constant)
    if location is not None and (alt_id is not None or location not in data):
        data[location] = options.location(alt_id, operation)
    return write_json(data)
