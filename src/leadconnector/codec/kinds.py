"""The kinds of values that a field may have: how each is read from JSON, written to it, and what is wrong with it.

Generated code has the usual case of the usual kinds inline and comes here for the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, ClassVar, Final, NamedTuple, Self, TypeGuard

from leadconnector.codec.dates import (
    WireMoment,
    read_date,
    read_date_or_timestamp,
    read_timestamp,
    read_wire_date,
    read_wire_date_or_moment,
    write_date,
    write_date_or_timestamp,
    write_timestamp,
)
from leadconnector.codec.decimals import exact
from leadconnector.codec.enums import OpenIntEnum, OpenStrEnum
from leadconnector.codec.errors import Fault, InvalidDataError, Path
from leadconnector.codec.json import (
    Encodable,
    JSONObject,
    is_array,
    is_mapping,
    is_object,
    is_series,
    json_copy,
)
from leadconnector.codec.short_repr import short_repr, with_article
from leadconnector.codec.unset import UNSET

MISFIT: Final[Any] = object()
"""What reading gives for a value of another kind. Null is one: only `extra` can tell it from absent."""
WHOLE: Final = tuple(map(Decimal, range(256)))
"""Quantities, percentages and round sums are not made anew each time."""


class MisfitError(ValueError):
    """A value can't be written, or an object lacks what its model must have. Faults are looked for only then."""


class Part(Encodable):
    """A described object: what kinds know of the models' base."""

    __slots__ = ()

    FIELDS: ClassVar[tuple["Field", ...]] = ()
    """All that the description says of each field: what decoding, encoding and all else go by."""
    IDENTITY: ClassVar[str | None] = None
    """The JSON name of the text without which an object of a response is none of these."""

    @property
    def extra(self) -> JSONObject:
        """What the attributes don't hold, by JSON name."""
        raise NotImplementedError

    @classmethod
    def decode(cls, data: JSONObject) -> Self:
        """Build a model from a parsed object that nobody else holds: what is left of it becomes `extra`."""
        raise NotImplementedError


class Kind:
    """A kind of value. This one is that of all plain JSON classes."""

    __slots__ = ("classes", "expected")

    def __init__(self, expected: str, *classes: type) -> None:
        self.expected = expected
        """What it takes, in the words of an error."""
        self.classes = classes

    def read(self, value: Any) -> Any:
        """Return the attribute's value for a JSON value that nobody else holds, or `MISFIT`."""
        return value if value.__class__ in self.classes else MISFIT

    def write(self, value: Any) -> Any:
        """Return the JSON value of an attribute's value; ValueError or TypeError where there is none."""
        if value.__class__ in self.classes:
            return value
        raise MisfitError(f"expected {self.expected}, got {short_repr(value)}")

    def convert(self, value: Any) -> Any:
        """Return the attribute's value for a constructor's argument; ValueError or TypeError for what can be none."""
        return value

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield why an attribute's value can't be written."""
        try:
            self.write(value)
        except InvalidDataError as error:
            yield from (fault._replace(path=(*path, *fault.path)) for fault in error.faults)
        except (TypeError, ValueError) as error:
            yield Fault(path, self.expected, short_repr(value), str(error))

    def json_faults(self, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
        """Yield why a JSON value can't be read; in what is optional only if `strict`."""
        if self.read(value) is MISFIT:
            yield Fault(path, self.expected, short_repr(value))

    def take(self, data: JSONObject, name: str, value: Any) -> Any:
        """Return the attribute's value of a response; what it can't be stays in `data`, which becomes `extra`."""
        if value is not None:
            taken = self.read(value)
            if taken is not MISFIT:
                return taken
        data[name] = value
        return None


class Text(Kind):
    """Text; a number or boolean in its place stays as it came, where it is `lenient`."""

    __slots__ = ("lenient",)

    def __init__(self, *, lenient: bool) -> None:
        super().__init__("text", str)
        self.lenient = lenient

    def read(self, value: Any) -> Any:
        return value if isinstance(value, str) or (self.lenient and _is_scalar(value)) else MISFIT

    def write(self, value: Any) -> Any:
        if isinstance(value, str):
            return str.__str__(value)
        return json_copy(value) if self.lenient and _is_scalar(value) else super().write(value)


class Number(Kind):
    """A number, as a Decimal. One that `json.loads` made a float has its shortest text."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("a number")

    def read(self, value: Any) -> Any:
        if type(value) is int:
            return WHOLE[value] if 0 <= value < 256 else Decimal(value)
        if value.__class__ is Decimal:
            return value
        return Decimal(repr(value)) if isinstance(value, float) and isfinite(value) else MISFIT

    def write(self, value: Any) -> Any:
        return value if value.__class__ is int else exact(value)

    def convert(self, value: Any) -> Any:
        return exact(value)


class RawNumber(Number):
    """A number among other kinds, which stays an int where it is one."""

    __slots__ = ()

    def read(self, value: Any) -> Any:
        return value if value.__class__ is int else super().read(value)

    def convert(self, value: Any) -> Any:
        return value if value.__class__ is int else exact(value)

    def write(self, value: Any) -> Any:
        return super().write(value) if isinstance(value, (int, float, Decimal)) else Kind.write(self, value)


class DateText(Kind):
    """A date or moment, kept as its text."""

    __slots__ = ("_read", "_write")

    def __init__(self, expected: str, read: Callable[[str], object], write: Callable[[object], str]) -> None:
        super().__init__(expected)
        self._read = read
        self._write = write

    def read(self, value: Any) -> Any:
        try:
            self._read(value)
        except (ValueError, TypeError):
            return MISFIT
        return value

    def write(self, value: Any) -> Any:
        return str.__str__(self._write(value))

    def convert(self, value: Any) -> Any:
        return self._write(value)


class DateValue(DateText):
    """The same in arrays and maps, where there is no descriptor: it is read at once."""

    __slots__ = ()

    def read(self, value: Any) -> Any:
        try:
            return self._read(value)
        except (ValueError, TypeError):
            return MISFIT


class EnumOf(Kind):
    """An open enum."""

    __slots__ = ("base", "enum")

    def __init__(self, enum: type[OpenStrEnum] | type[OpenIntEnum]) -> None:
        self.enum: Any = enum
        self.base: Any = str if issubclass(enum, str) else int
        super().__init__("text" if self.base is str else "a whole number", self.base)

    def read(self, value: Any) -> Any:
        return self.enum(value) if value.__class__ is self.base else MISFIT

    def write(self, value: Any) -> Any:
        if isinstance(value, self.base) and not isinstance(value, bool):
            return str.__str__(value) if self.base is str else int(value)
        raise MisfitError(f"expected {with_article(self.enum.__name__)} or {self.expected}, got {short_repr(value)}")


class NumberOf(Number):
    """An open enum of numbers, some of which are fractions."""

    __slots__ = ("values",)

    def __init__(self, *values: int | Decimal) -> None:
        super().__init__()
        self.values = values


class Literals(Kind):
    """One of a few values."""

    __slots__ = ("values",)

    def __init__(self, *values: Any) -> None:
        texts = [str(each) if isinstance(each, Decimal) else repr(each) for each in values]
        super().__init__(" or ".join(texts) or "null")
        self.values = values

    def read(self, value: Any) -> Any:
        number = Decimal(repr(value)) if isinstance(value, float) and isfinite(value) else value
        found = next((each for each in self.values if _same(each, number)), MISFIT)
        return value if found.__class__ in (dict, list) else found

    def write(self, value: Any) -> Any:
        found = self.read(value)
        if found is MISFIT:
            raise MisfitError(f"expected {self.expected}, got {short_repr(value)}")
        return json_copy(found)


class Anything(Kind):
    """Free JSON, in requests with models too."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("a value other than null")

    def read(self, value: Any) -> Any:
        return MISFIT if value is None else value

    def write(self, value: Any) -> Any:
        return json_copy(value)


class Free(Anything):
    """A free JSON object or array."""

    __slots__ = ()

    def __init__(self, expected: str, kind: type) -> None:
        Kind.__init__(self, expected, kind)

    def read(self, value: Any) -> Any:
        return Kind.read(self, value)

    def write(self, value: Any) -> Any:
        copied = json_copy(value)
        if copied.__class__ in self.classes:
            return copied
        raise MisfitError(f"expected {self.expected}, got {short_repr(value)}")


class ListOf(Kind):
    """An array; one element of another kind makes the whole another kind."""

    __slots__ = ("element", "least", "nullable")

    def __init__(self, element: Kind, *, nullable: bool = False, least: int = 0) -> None:
        super().__init__("an array" + (" of objects" if isinstance(element, ModelOf) else ""), list)
        self.element = element
        self.nullable = nullable
        self.least = least
        """How many elements a request must have."""

    def read(self, value: Any) -> Any:
        return self._read(value) if is_array(value) else MISFIT

    def _read(self, value: list[Any]) -> Any:
        if isinstance(self.element, ModelOf):  # all are looked at first, as decoding takes them apart
            if not all(each is None if self.nullable and each is None else self.element.fits(each) for each in value):
                return MISFIT
            decode = self.element.part.decode
            for index, each in enumerate(value):
                value[index] = None if each is None else decode(each)
            return value
        read = self.element.read
        found = [None if each is None and self.nullable else read(each) for each in value]
        return MISFIT if MISFIT in found else found

    def write(self, value: Any) -> Any:
        if not is_series(value):  # such as what can be read only once
            raise MisfitError(f"expected a list, got {short_repr(value)}")
        if len(value) < self.least:
            raise MisfitError(f"expected {self._enough}, got {len(value)}")
        write = self.element.write
        return [None if each is None and self.nullable else write(each) for each in value]

    def convert(self, value: Any) -> Any:
        if isinstance(value, (str, bytes)) or is_mapping(value) or not _is_iterable(value):
            raise TypeError(f"expected a list, got {short_repr(value)}")
        convert = self.element.convert
        return [each if each is None and self.nullable else convert(each) for each in value]

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        if not is_series(value):
            yield Fault(path, "a list", short_repr(value))
            return
        if len(value) < self.least:
            yield Fault(path, self._enough, str(len(value)))
        for index, each in enumerate(value):
            if each is not None or not self.nullable:
                yield from self.element.faults(each, (*path, index))

    @property
    def _enough(self) -> str:
        return f"at least {self.least} element{'s' if self.least > 1 else ''}"

    def json_faults(self, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
        if not is_array(value):
            yield Fault(path, self.expected, short_repr(value))
            return
        if strict and len(value) < self.least:
            yield Fault(path, self._enough, str(len(value)))
        for index, each in enumerate(value):
            if each is not None or not self.nullable:
                yield from self.element.json_faults(each, (*path, index), strict=strict)


class MapOf(Kind):
    """An object whose properties are all of one kind."""

    __slots__ = ("element", "nullable")

    def __init__(self, element: Kind, *, nullable: bool = False) -> None:
        super().__init__("an object", dict)
        self.element = element
        self.nullable = nullable

    def read(self, value: Any) -> Any:
        if not is_object(value):
            return MISFIT
        read = ListOf(self.element, nullable=self.nullable).read(list(value.values()))
        return MISFIT if read is MISFIT else dict(zip(value, read, strict=True))

    def write(self, value: Any) -> Any:
        if not is_mapping(value) or not all(isinstance(name, str) for name in value):
            raise MisfitError(f"expected a dict of text to values, got {short_repr(value)}")
        write = self.element.write
        return {
            str.__str__(name): None if each is None and self.nullable else write(each) for name, each in value.items()
        }

    def convert(self, value: Any) -> Any:
        if not is_mapping(value):
            raise TypeError(f"expected a dict, got {short_repr(value)}")
        convert = self.element.convert
        return {name: each if each is None and self.nullable else convert(each) for name, each in value.items()}

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        if not is_mapping(value) or not all(isinstance(name, str) for name in value):
            yield Fault(path, "a dict of text to values", short_repr(value))
            return
        for name, each in value.items():
            if each is not None or not self.nullable:
                yield from self.element.faults(each, (*path, name))

    def json_faults(self, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
        if not is_object(value):
            yield Fault(path, self.expected, short_repr(value))
            return
        for name, each in value.items():
            if each is not None or not self.nullable:
                yield from self.element.json_faults(each, (*path, name), strict=strict)


class ModelOf(Kind):
    """A described object."""

    __slots__ = ("part",)

    def __init__(self, part: type[Part]) -> None:
        super().__init__("an object")
        self.part = part

    def fits(self, value: Any) -> bool:
        """Whether it is an object with the text by which its model is known, if by any."""
        identity = self.part.IDENTITY
        return value.__class__ is dict and (identity is None or value.get(identity).__class__ is str)

    def read(self, value: Any) -> Any:
        return self.part.decode(value) if self.fits(value) else MISFIT

    def write(self, value: Any) -> Any:
        return self.part.encode(value)

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        if isinstance(value, self.part):
            yield from attribute_faults(value, path)
            return
        expected, got = with_article(self.part.__name__), short_repr(value)
        is_dict = is_mapping(value)
        problem = f"expected {expected}, got a dict: {self.part.__name__}.from_dict(…) makes one" if is_dict else ""
        yield Fault(path, expected, got, problem, from_response=isinstance(value, Encodable))

    def json_faults(self, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
        if value.__class__ is dict:
            yield from data_faults(self.part, value, path, strict=strict)
        else:
            yield Fault(path, self.expected, short_repr(value))


class Choice(ModelOf):
    """One of the objects of a union, and how to tell that a JSON object is it."""

    __slots__ = ("constants", "required", "tag")

    def __init__(
        self,
        part: type[Part],
        *,
        required: tuple[str, ...] = (),
        constants: Mapping[str, Kind] | None = None,
        tags: tuple[str, ...] = (),
    ) -> None:
        super().__init__(part)
        self.required = required
        self.constants = constants or {}
        self.tag = tags
        """The values of the union's discriminator that name it."""

    def matches(self, data: JSONObject) -> bool:
        """Whether all required properties are there, and those that can have only a few values have one of them."""
        return all(data.get(name) is not None for name in self.required) and all(
            name not in data or kind.read(data[name]) is not MISFIT for name, kind in self.constants.items()
        )


class UnionOf(Kind):
    """One of several kinds. An object that is none of the described ones stays as it came."""

    __slots__ = ("_by_tag", "choices", "discriminator", "members")

    def __init__(self, *members: Kind, discriminator: str = "") -> None:
        super().__init__(" or ".join(dict.fromkeys(member.expected for member in members)))
        self.members = members
        self.choices = [member for member in members if isinstance(member, Choice)]
        self.discriminator = discriminator
        self._by_tag = {tag: choice for choice in self.choices for tag in choice.tag}

    def choose(self, data: JSONObject) -> Choice | None:
        """Return which of the described objects a JSON object is."""
        tag = data.get(self.discriminator) if self.discriminator else None
        if tag is not None:
            return self._by_tag.get(tag) if isinstance(tag, str) else None
        return next((choice for choice in self.choices if choice.matches(data)), None)

    def read(self, value: Any) -> Any:
        if value.__class__ is dict and self.choices:
            chosen = self.choose(value)
            return value if chosen is None or not chosen.fits(value) else chosen.part.decode(value)
        for member in self.members:
            found = MISFIT if isinstance(member, Choice) else member.read(value)
            if found is not MISFIT:
                return found
        return MISFIT

    def write(self, value: Any) -> Any:
        member = self._member(value)
        if member is not None:
            return member.write(value)
        if self.choices and is_mapping(value):
            return json_copy(value)
        raise MisfitError(self._expected(value))

    def convert(self, value: Any) -> Any:
        member = self._member(value)
        return value if member is None else member.convert(value)

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        member = self._member(value)
        if isinstance(member, Choice):
            yield from member.faults(value, path)
        else:
            yield from Kind.faults(self, value, path)

    def json_faults(self, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
        if value.__class__ is dict and self.choices:
            chosen = self.choose(value)
            if chosen is not None:
                yield from chosen.json_faults(value, path, strict=strict)
        elif self.read(value) is MISFIT:
            yield Fault(path, self.expected, short_repr(value))

    def _member(self, value: Any) -> Kind | None:
        for member in self.members:
            if isinstance(member, Choice):
                if isinstance(value, member.part):
                    return member
                continue
            try:
                member.write(value)
            except (TypeError, ValueError):
                continue
            return member
        return None

    def _expected(self, value: Any) -> str:
        if isinstance(value, float):
            return f'{value!r} is a binary float; write Decimal("{value!r}")'
        names = [member.part.__name__ if isinstance(member, Choice) else member.expected for member in self.members]
        return f"expected {' or '.join(names)}, got {short_repr(value)}"


class Field(NamedTuple):
    """One row of a model's table of fields."""

    name: str
    """The attribute."""
    json_name: str
    kind: Kind
    required: bool = False
    """Whether the model can't be without it."""
    nullable: bool = False
    """Whether its description lets it be null."""
    deprecated: bool = False
    """Whether its description warns of its end."""

    @property
    def slot(self) -> str:
        """The attribute that holds its value: of a date, the text behind the public descriptor."""
        return f"_{self.name}" if self.kind.__class__ is DateText else self.name

    @property
    def part(self) -> type[Part] | None:
        """The class of its value, or of the elements of an array or map of such."""
        kind = self.kind
        while isinstance(kind, (ListOf, MapOf)):
            kind = kind.element
        return kind.part if isinstance(kind, ModelOf) else None


TEXT: Final = Text(lenient=False)
LENIENT_TEXT: Final = Text(lenient=True)
BOOLEAN: Final = Kind("true or false", bool)
INTEGER: Final = Kind("a whole number", int)
NUMBER: Final = Number()
RAW_NUMBER: Final = RawNumber()
TIMESTAMP: Final = DateText("an ISO 8601 date-time with its offset from UTC", read_timestamp, write_timestamp)
DATE: Final = DateText("a date, YYYY-MM-DD", read_date, write_date)
DAY: Final = DateText("a date or an ISO 8601 date-time", read_date_or_timestamp, write_date_or_timestamp)
TIMESTAMP_VALUE: Final = DateValue(TIMESTAMP.expected, WireMoment.read, write_timestamp)
DATE_VALUE: Final = DateValue(DATE.expected, read_wire_date, write_date)
DAY_VALUE: Final = DateValue(DAY.expected, read_wire_date_or_moment, write_date_or_timestamp)
ANYTHING: Final = Anything()
TEXTS: Final = ListOf(LENIENT_TEXT)
OBJECT: Final = Free("an object", dict)
ARRAY: Final = Free("an array", list)
NOTHING: Final = Literals()
"""No value but null."""


def attribute_faults(model: Part, path: Path = ()) -> Iterator[Fault]:
    """Yield why a model can't be written: each attribute that it can't hold, at any depth, by its Python path."""
    for field in model.FIELDS:
        value = getattr(model, field.slot)
        where = (*path, field.name)
        if value is None or value is UNSET:
            if field.required and not (value is None and field.nullable):
                yield Fault(where, field.kind.expected, repr(value), f"{value!r}, but it can't be left out")
        else:
            yield from field.kind.faults(value, where)
    if model.extra:
        yield from OBJECT.faults(model.extra, (*path, "extra"))


def data_faults(model: type[Part], data: Mapping[str, Any], path: Path = (), *, strict: bool) -> Iterator[Fault]:
    """Yield why a model can't be made of a JSON object, by JSON path.

    What is optional is looked at only if `strict`: else, what it can't be is kept in `extra`.
    """
    for field in model.FIELDS:
        value = data.get(field.json_name, UNSET)
        where = (*path, field.json_name)
        if value is UNSET or (value is None and not (strict and field.required and not field.nullable)):
            if field.required and not (value is None and field.nullable):
                yield Fault(where, field.kind.expected, "nothing" if value is UNSET else "None")
        elif field.required or strict or field.part:
            yield from field.kind.json_faults(value, where, strict=strict)
    if strict:
        names = {field.name: field.json_name for field in model.FIELDS}
        known = set(names.values())
        for name in data:
            if name in names and name not in known:
                problem = f"there is no such JSON name; did you mean {names[name]!r}?"
                yield Fault((*path, name), "a JSON name", name, problem)


def converted(kind: Kind, name: str, value: Any) -> Any:
    """Return the attribute's value for a constructor's argument, which an error names."""
    try:
        return kind.convert(value)
    except (TypeError, ValueError) as error:
        raise (TypeError if isinstance(error, TypeError) else ValueError)(f"{name}: {error}") from None


def converted_optional(kind: Kind, name: str, value: Any) -> Any:
    """The same of one that may be None or `UNSET`."""
    return value if value is None or value is UNSET else converted(kind, name, value)


def _is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable)


def _is_scalar(value: object) -> bool:
    return isinstance(value, (int, Decimal, float))


def _same(one: Any, other: Any) -> bool:
    """Whether two scalars are the same to JSON, to which True is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)
