"""Whether a request has the shape that the document demands."""

from collections.abc import Iterator, Mapping
from typing import Any

from leadconnector.client.errors import DecodeError
from leadconnector.codec.jsontext import parse_json
from leadconnector.codec.unset import UNSET
from leadconnector.sandbox.description import JSON_TYPE, Description, Operation, Parameter
from leadconnector.sandbox.errors import RefusalError
from leadconnector.sandbox.formats import Validator, validator
from leadconnector.sandbox.messages import messages
from leadconnector.sandbox.request import Request


class Checker:
    """Checks requests against the schemas of one document.

    Raises:
        MissingExtraError: if jsonschema is not installed.
    """

    def __init__(self, description: Description) -> None:
        self._document = description.document
        self._validators: dict[int, Validator] = {}
        self._validator({})  # so that a missing package is told now, not by the first request

    def body(self, operation: Operation, request: Request) -> Any:
        """Return the parsed body; UNSET where the operation takes none, or it is no JSON, or none was sent or need be.

        Raises:
            RefusalError: 400 if it is not JSON.
        """
        if not operation.body_types or (not request.body and not operation.body_required):
            return UNSET
        if not request.body:
            return {}  # so that each field that is due is named
        if request.content_type != JSON_TYPE:
            return UNSET  # whether it may be of that type is for `check` to say
        try:
            return parse_json(request.body)
        except DecodeError as error:
            raise RefusalError(400, f"The body is not JSON: expected {error.expected}") from None

    def check(self, operation: Operation, request: Request, body: Any) -> None:
        """Refuse a request whose query, headers or body are not as the document says.

        Raises:
            RefusalError: 422 with one message for each finding.
        """
        found = [
            *self._query(operation, request),
            *self._headers(operation, request),
            *self._body(operation, request, body),
        ]
        if found:
            raise RefusalError(422, list(dict.fromkeys(found)))

    def _query(self, operation: Operation, request: Request) -> Iterator[str]:
        known = {parameter.name: parameter for parameter in operation.query}
        for name, values in request.query.items():
            if name not in known:
                yield f"query parameter {name} should not exist"
            elif self._is_array(known[name]):
                for value in values:
                    yield from self._value(known[name].schema["items"], name, value)
            elif len(values) > 1:
                yield f"query parameter {name} must be given once"
            else:
                yield from self._value(known[name].schema, name, values[0])
        yield from _missing("query parameter", operation.query, request.query)

    def _headers(self, operation: Operation, request: Request) -> Iterator[str]:
        for parameter in operation.headers:
            value = request.headers.get(parameter.name.lower())
            if value is not None:
                yield from self._value(parameter.schema, parameter.name, value)
        yield from _missing("header", operation.headers, request.headers)

    def _value(self, schema: Mapping[str, Any], name: str, text: str) -> list[str]:
        as_text = self._findings(schema, text, name)
        if not as_text:
            return []
        try:
            # The schema tells whether 5 is a number or a text.
            as_value = self._findings(schema, parse_json(text.encode("utf-8", "replace")), name)
        except DecodeError:
            return as_text
        return as_value and as_text

    def _body(self, operation: Operation, request: Request, body: Any) -> list[str]:
        if operation.body_types and request.body and request.content_type not in operation.body_types:
            sent = request.content_type or "missing"
            return [f"header Content-Type must be {' or '.join(operation.body_types)}; it is {sent}"]
        if operation.body_schema is None or body is UNSET:
            return []
        return self._findings(operation.body_schema, body, "")

    def _findings(self, schema: Mapping[str, Any], value: Any, name: str) -> list[str]:
        errors = self._validator(schema).iter_errors(value)
        return [message for error in errors for message in messages(error, name)]

    def _is_array(self, parameter: Parameter) -> bool:
        return parameter.schema.get("type") == "array" and "items" in parameter.schema

    def _validator(self, schema: Mapping[str, Any]) -> Validator:
        # The document lives as long as this, so the id of a part of it names the part.
        if id(schema) not in self._validators:
            # Inside a copy of the document, so that `#/components/…` leads where it leads there.
            self._validators[id(schema)] = validator({**self._document, **schema})
        return self._validators[id(schema)]


def _missing(kind: str, parameters: tuple[Parameter, ...], given: Mapping[str, Any]) -> Iterator[str]:
    for parameter in parameters:
        if parameter.required and parameter.name not in given and parameter.name.lower() not in given:
            yield f"{kind} {parameter.name} is required"
