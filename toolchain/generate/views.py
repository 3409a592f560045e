"""What the templates of clients and resources show: resources, their operations, and how arguments map to the wire."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leadconnector.client.operation import READS
from toolchain.generate.operations import FORM, essence

LOCATION_ID: Final = "location_id"
LOCATION_TYPE: Final = "location_type"
API_VERSION: Final = "api_version"
CLIENT_OPTIONS: Final = (LOCATION_ID, LOCATION_TYPE, API_VERSION)
"""The values of `x-client-option`: what the client fills in by itself."""
FILLED_LOCATION_TYPE: Final = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter that the caller gives."""

    name: str
    wire_name: str
    annotation: str
    doc: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body of an operation."""

    annotation: str
    class_name: str
    """The model's name; empty where the body is no object of described properties."""
    media_type: str
    optional: bool
    """Whether the caller can leave it out."""
    sent_always: bool
    """Whether it is sent where the caller gives None: as null, or with what the client fills in."""
    nullable: bool
    """Whether it may be null."""
    location_id: str | None = None
    """JSON name of the property that takes the client's location id."""
    constants: tuple[tuple[str, str], ...] = ()
    """JSON name and code of what else the client fills in."""
    kind: str = ""
    """The code of its kind, where it is no model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a successful call returns."""

    annotation: str
    decode: str
    accept: str = "application/json"
    """The media type that it comes as."""
    kind: str = ""
    """The code of its kind and how it is decoded, where that is by a decoder made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How the results of an operation come in pages: the code of its `leadconnector.client.pagination.Pagination`."""

    parameter: str
    """The argument that says where a page begins."""
    annotation: str
    """Its type."""
    items: str
    """The type of an item."""
    limit: str
    """The code that hands on the argument that says how many items a page may have."""
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the description as a method."""

    resource: str
    method_name: str
    http_method: str
    code: str
    """The code of its constant."""
    doc: str
    deprecated: bool
    scopes: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]
    """Error class and the description's words for it, of the errors that are this operation's own."""
    outcome_check: str | None
    path_parameters: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    """The query and header parameters that the caller gives, those that must be given first."""
    sent: Mapping[str, str]
    """The code of path, query and headers, each a dict from wire names to values."""
    takes_location: bool
    """Whether the client's location id goes somewhere into the request."""
    body: Body | None
    result: Result
    pages: Pages | None = None

    @property
    def name(self) -> str:
        return f"{self.resource}.{self.method_name}"

    @property
    def is_write(self) -> bool:
        """Whether the call may change something."""
        return self.http_method not in READS

    @property
    def result_code(self) -> str:
        """The decoder of its result."""
        return f"{self.constant}_RESULT" if self.result.kind else self.result.decode

    @property
    def constant(self) -> str:
        return f"_{self.method_name.upper()}"

    @property
    def is_form(self) -> bool:
        """Whether its body is sent as a form."""
        return self.body is not None and essence(self.body.media_type) == FORM

    def signature(self, *more: str) -> str:
        """The parameters of its methods: path ids positional, all else keyword-only, `more` at the end."""
        positional = [f"{parameter.name}: {parameter.annotation}" for parameter in self.path_parameters]
        keywords = [
            f"{option.name}: {option.annotation}{'' if option.required else ' = None'}" for option in self.options
        ]
        if self.body:
            keywords.insert(0, f"body: {self.body.annotation}{' = None' if self.body.optional else ''}")
        if self.takes_location:
            more = ("location_id: str | None = None", *more, "alt_id: str | None = None")
        keywords.extend(more)
        return ", ".join(["self", *positional, *(["*", *keywords] if keywords else [])])

    @property
    def arguments(self) -> str:
        """What a method passes on to its prepare method."""
        keywords = [option.name for option in self.options]
        if self.body:
            keywords.insert(0, "body")
        if self.takes_location:
            keywords += ["location_id", "alt_id"]
        return ", ".join([*(p.name for p in self.path_parameters), *(f"{name}={name}" for name in keywords)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the description says of the service as a whole."""

    doc: str
    base_url: str
    api_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A tag as an attribute of the client."""

    name: str
    class_name: str
    doc: str
    operations: tuple[Operation, ...]

    @property
    def shadowed(self) -> tuple[str, ...]:
        """The types that annotations in its classes can't name, as a method there has the same name."""
        return tuple(sorted({operation.method_name for operation in self.operations} & ANNOTATED.keys()))

    def qualified(self, code: str) -> str:
        """Name those types in annotations by another name."""
        if not self.shadowed:
            return code
        pattern = rf"(?<![\w.])({'|'.join(self.shadowed)})\b(?=[\[ ,|\]]|$)"
        return re.sub(pattern, lambda match: ANNOTATED[match[1]], code)


ANNOTATED: Final = {
    **{name: f"builtins.{name}" for name in ("bool", "bytes", "dict", "float", "int", "list", "str")},
    **{name: f"{name}_" for name in ("date", "datetime")},
}
"""The lower-case types that annotations of methods name, and what they are called beside a method of the same name."""
