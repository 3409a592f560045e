"""What the facade templates show: resources, their operations, and how arguments map to the wire."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leadconnector.client.operation import READS

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
LOCATION_ID: Final = "location_id"
CONSTANTS: Final = {"location_type": '"location"', "api_version": "self._options.api_version"}
"""The code for what the client fills in by itself, by the `x-client-option` that asks for it."""
ANNOTATED: Final = frozenset({"bool", "dict", "float", "int", "list", "str"})
"""The builtins that annotations of methods name."""
REFUSALS: Final = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
    "5XX": "ServerError",
}

JSONObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter that the caller gives, or one that the client fills in."""

    name: str
    wire_name: str
    annotation: str
    doc: str
    required: bool
    option: str | None
    """The client's option that fills it in."""
    class_name: str = ""
    module: str = ""
    needs: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The expression for its value on the wire."""
        return CONSTANTS.get(self.option or "", self.name)

    @property
    def is_text(self) -> bool:
        """Whether it is a text as it is, the only thing that a segment of a path can be."""
        return self.annotation == "str"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The JSON body of an operation."""

    class_name: str
    module: str
    optional: bool
    """Whether the caller can leave it out."""
    sent_always: bool
    """Whether it is sent all the same then, with what the client fills in."""
    location_id: str | None
    """JSON name of the field that takes the client's location id, and the attribute that holds it."""
    location_attribute: str | None
    constants: tuple[tuple[str, str], ...]
    """JSON name and code of what else the client fills in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a successful call returns."""

    annotation: str
    decode: str
    models: tuple[tuple[str, str], ...] = ()
    """Module and class name of the models it takes."""
    needs: tuple[str, ...] = ()
    """What else it takes, as ``module:name``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the description as a method."""

    resource: str
    method_name: str
    operation_id: str
    module: str
    http_method: str
    path: str
    doc: str
    scopes: tuple[str, ...]
    refusals: tuple[tuple[str, str], ...]
    """Error class and the description's words for it."""
    retry: str
    outcome_check: str | None
    already_gone: JSONObject | None
    path_parameters: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    headers: tuple[Parameter, ...]
    body: Body | None
    answer: Answer

    @property
    def name(self) -> str:
        return f"{self.resource}.{self.method_name}"

    @property
    def is_write(self) -> bool:
        """Whether the call may change something."""
        return self.http_method not in READS

    @property
    def constant(self) -> str:
        return self.module.upper()

    @property
    def takes_location(self) -> bool:
        """Whether the client's location id goes somewhere into the request."""
        in_query = any(parameter.option == LOCATION_ID for parameter in (*self.query, *self.headers))
        return in_query or bool(self.body and self.body.location_id)

    @property
    def options(self) -> tuple[Parameter, ...]:
        """The query and header parameters that the caller gives, those that must be given first."""
        own = [parameter for parameter in (*self.query, *self.headers) if parameter.option is None]
        return tuple(sorted(own, key=lambda parameter: not parameter.required))

    def signature(self, *more: str) -> str:
        """The parameters of its methods: path ids positional, all else keyword-only, `more` at the end."""
        positional = [f"{parameter.name}: {parameter.annotation}" for parameter in self.path_parameters]
        keywords = [
            f"{option.name}: {option.annotation}{'' if option.required else ' = None'}" for option in self.options
        ]
        if self.body:
            keywords.insert(0, f"body: {self.body.class_name}{' | None = None' if self.body.optional else ''}")
        if self.takes_location:
            keywords.append("alt_id: str | None = None")
        keywords.extend(more)
        return ", ".join(["self", *positional, *(["*", *keywords] if keywords else [])])

    @property
    def arguments(self) -> str:
        """What a method passes on to its prepare method."""
        keywords = [option.name for option in self.options]
        if self.body:
            keywords.insert(0, "body")
        if self.takes_location:
            keywords.append("alt_id")
        return ", ".join([*(p.name for p in self.path_parameters), *(f"{name}={name}" for name in keywords)])

    def mapping(self, parameters: tuple[Parameter, ...]) -> str:
        """The code of a dict from JSON names to values."""
        location = f"self._options.location(alt_id, {self.constant})"
        return _dict_of((p.wire_name, location if p.option == LOCATION_ID else p.value) for p in parameters)

    @property
    def segments(self) -> str:
        """The code of a dict from the names of path parameters to texts."""
        texts = ((p, f"path_text({p.wire_name!r}, {p.name}, {self.constant})") for p in self.path_parameters)
        return _dict_of((p.wire_name, p.name if p.is_text else text) for p, text in texts)


def _dict_of(pairs: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name!r}: {code}" for name, code in pairs) + "}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the description says of the service as a whole."""

    doc: str
    base_url: str
    api_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A tag as an attribute of the client."""

    name: str
    class_name: str
    doc: str
    package: str
    operations: tuple[Operation, ...]

    @property
    def shadowed(self) -> tuple[str, ...]:
        """The builtins that annotations in its classes can't name, as a method there has the same name."""
        return tuple(sorted({operation.method_name for operation in self.operations} & ANNOTATED))

    def qualified(self, code: str) -> str:
        """Name those builtins in annotations by their module."""
        return (
            re.sub(rf"\b({'|'.join(self.shadowed)})\b(?=[\[ ,|\]]|$)", r"builtins.\1", code) if self.shadowed else code
        )
