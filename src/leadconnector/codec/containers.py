"""The kinds of arrays, maps, described objects and unions, and the table of fields that describes an object."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, NamedTuple, Self, TypeGuard

from leadconnector.codec.enums import UNSET
from leadconnector.codec.errors import short_repr
from leadconnector.codec.json import Encodable, JSONObject, is_mapping, json_copy, members
from leadconnector.codec.kinds import LENIENT_TEXT, DateText, EnumOf, Kind, MisfitError, NumberOf


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


class Part(Encodable):
    """A described object: what kinds know of the models' base."""

    __slots__ = ()

    FIELDS: ClassVar[tuple[Field, ...]] = ()
    """All that the description says of each field: what decoding, encoding and all else go by."""
    OF_RESPONSE: ClassVar[bool] = False
    """Whether it can't be a part of a request."""

    @property
    def extra(self) -> JSONObject:
        """What the attributes don't hold, by JSON name."""
        raise NotImplementedError

    @classmethod
    def decode(cls, data: JSONObject) -> Self:
        """Build a model from a parsed object, which stays as it is; free JSON in it becomes the model's own.

        Raises:
            MisfitError: if it is no object, or lacks the text by which a response's model is known.
        """
        raise NotImplementedError

    @classmethod
    def from_body(cls, data: Mapping[str, Any]) -> Self:
        """Build the model of a request from a dict of JSON names; ValueError where anything in it is wrong."""
        raise NotImplementedError


class ModelOf(Kind):
    """A described object, whose class loads when it is first needed: a response needs few of the classes in it."""

    def __init__(self, load: Callable[[], type[Part]]) -> None:
        super().__init__("an object")
        self._load = load

    @property
    def part(self) -> type[Part]:
        """The class."""
        part = self._load()
        vars(self).update(read=part.decode, write=part.encode)  # from now on without a detour
        return part

    def read(self, value: Any) -> Any:
        return self.part.decode(value)

    def write(self, value: Any) -> Any:
        return self.part.encode(value)


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
        if not isinstance(value, self.classes):
            raise MisfitError
        return self.rebuilt(value, self.element.read)

    def take(self, data: JSONObject, name: str, value: Any) -> Any:
        if self.nullable or value.__class__ is not list:
            return super().take(data, name, value)
        read = self.element.read
        try:  # with fewer calls, as most of a response is in arrays
            return [read(each) for each in value]
        except ValueError:
            data[name] = value
            return None

    def write(self, value: Any) -> Any:
        if problem := self.problem(value):
            raise MisfitError(problem)
        return self.rebuilt(value, self.element.write)

    def convert(self, value: Any) -> Any:
        if isinstance(value, (str, bytes)) or is_mapping(value) or not _is_iterable(value):
            raise TypeError(f"expected a list, got {short_repr(value)}")
        return self.rebuilt(value, self.element.convert)

    def rebuilt(self, value: Any, change: Callable[[Any], Any]) -> Any:
        """Return an array of what elements become, all but nulls that they may be."""
        return [each if each is None and self.nullable else change(each) for each in value]

    def problem(self, value: Any) -> str:
        """Return what is wrong with an attribute's value but for its elements."""
        if not issubclass(type(value), (list, tuple)):  # such as what can be read only once
            return f"expected a list, got {short_repr(value)}"
        return "" if len(value) >= self.least else f"expected {self.enough}, got {len(value)}"

    @property
    def enough(self) -> str:
        """How many elements there must be, in words."""
        return f"at least {self.least} element{'s' if self.least > 1 else ''}"

    def members(self, value: Any) -> Iterator[tuple[str | int, Any]]:
        """Yield the elements of such a value, but for the nulls that it may have, and their places."""
        return ((step, each) for step, each in members(value) if each is not None or not self.nullable)


class MapOf(ListOf):
    """An object whose properties are all of one kind."""

    __slots__ = ()
    take = Kind.take

    def __init__(self, element: Kind, *, nullable: bool = False) -> None:
        super().__init__(element, nullable=nullable)
        self.expected = "an object"
        self.classes = (dict,)

    def convert(self, value: Any) -> Any:
        if not is_mapping(value):
            raise TypeError(f"expected a dict, got {short_repr(value)}")
        return self.rebuilt(value, self.element.convert)

    def rebuilt(self, value: Any, change: Callable[[Any], Any]) -> Any:
        names = (str.__str__(name) if isinstance(name, str) else name for name in value)
        return dict(zip(names, super().rebuilt(value.values(), change), strict=True))

    def problem(self, value: Any) -> str:
        if is_mapping(value) and all(isinstance(name, str) for name in value):
            return ""
        return f"expected a dict of text to values, got {short_repr(value)}"


class Choice(ModelOf):
    """One of the objects of a union, and how to tell that a JSON object is it."""

    __slots__ = ("constants", "required", "tags")

    def __init__(
        self,
        load: Callable[[], type[Part]],
        *,
        required: tuple[str, ...] = (),
        constants: Mapping[str, Kind] | None = None,
        tags: tuple[str, ...] = (),
    ) -> None:
        super().__init__(load)
        self.required = required
        self.constants = constants or {}
        self.tags = tags
        """The values of the union's discriminator that name it."""

    def matches(self, data: Mapping[str, Any]) -> bool:
        """Whether all required properties are there, and those that can have only a few values have one of them."""
        return all(data.get(name) is not None for name in self.required) and all(
            name not in data or kind.fits(data[name]) for name, kind in self.constants.items()
        )


class UnionOf(Kind):
    """One of several kinds. An object that is none of them stays as it came, where it is `lenient`, as in responses."""

    __slots__ = ("_by_tag", "choices", "discriminator", "lenient", "members", "others")

    def __init__(self, *members: Kind, discriminator: str = "", lenient: bool = False) -> None:
        super().__init__(" or ".join(dict.fromkeys(member.expected for member in members)))
        self.members = members
        self.choices = [member for member in members if isinstance(member, Choice)]
        self.others = [member for member in members if not isinstance(member, Choice)]
        self.discriminator = discriminator
        self.lenient = lenient and bool(self.choices)
        self._by_tag = {tag: choice for choice in self.choices for tag in choice.tags}

    def choose(self, data: Mapping[str, Any]) -> Choice | None:
        """Return which of the described objects a JSON object is."""
        tag = data.get(self.discriminator) if self.discriminator else None
        if tag is not None:
            return self._by_tag.get(tag) if isinstance(tag, str) else None
        return next((choice for choice in self.choices if choice.matches(data)), None)

    def member(self, value: Any) -> Kind | None:
        """Return the kind of an attribute's value."""
        for choice in self.choices:
            if isinstance(value, choice.part):
                return choice
        for member in self._by_fit(value):
            with suppress(TypeError, ValueError):
                member.write(value)
                return member
        return None

    def _by_fit(self, value: Any) -> list[Kind]:
        """Return the other members, first those that read the value: a number, for one, is written of its text too."""
        return sorted(self.others, key=lambda member: not member.fits(value))

    def reader(self, value: Any) -> Kind | None:
        """Return the kind that describes a JSON value, if any does: an open enum only what no other kind reads."""
        if is_mapping(value) and (chosen := self.choose(value)):
            return chosen
        fitting = [member for member in self.others if member.fits(value)]
        closed = [member for member in fitting if not isinstance(member, (EnumOf, NumberOf))]
        return next(iter(closed or fitting), None)

    def reads_otherwise(self, value: Any) -> bool:
        """Whether a JSON value is described by a member that is none of the described objects, such as free JSON."""
        return any(member.fits(value) for member in self.others)

    def read(self, value: Any) -> Any:
        # Each member once: where unions are nested, a second time would be as many as two to the power of their depth.
        is_object = value.__class__ is dict
        made: Any = None
        if is_object and (chosen := self.choose(value)):
            with suppress(ValueError):
                made = chosen.read(value)
                if self.lenient or _is_complete(made):
                    return made
        for member in self.others:
            with suppress(ValueError):
                return member.read(value)
        if made is not None:
            return made
        if is_object and self.lenient:
            return value
        raise MisfitError

    def write(self, value: Any) -> Any:
        if self.lenient and is_mapping(value):
            with suppress(ValueError):  # for what JSON doesn't have, such as dates in a map
                return json_copy(value)
        for choice in self.choices:
            if isinstance(value, choice.part):
                return choice.write(value)
        for member in self._by_fit(value):  # each once, as above
            with suppress(TypeError, ValueError):
                return member.write(value)
        if is_mapping(value) and (chosen := self.choose(value)):
            return chosen.part.from_body(value).encode()
        raise self.misfit(value)

    def convert(self, value: Any) -> Any:
        member = self.member(value)
        return value if member is None else member.convert(value)

    def misfit(self, value: object) -> MisfitError:
        if isinstance(value, float):
            return MisfitError(f'{value!r} is a binary float; write Decimal("{value!r}")')
        return MisfitError(f"expected {self.alternatives}, got {short_repr(value)}")

    @property
    def alternatives(self) -> str:
        """What it takes, with the names of classes."""
        return " or ".join(dict.fromkeys(map(_named, self.members)))


def _is_complete(model: Part) -> bool:
    """Whether a request's model holds all that it can't be without."""
    return all(getattr(model, field.slot) is not UNSET for field in model.FIELDS if field.required)


def _named(kind: Kind) -> str:
    """Return what a kind takes, in the words of an error, with the names of classes."""
    if isinstance(kind, ListOf):
        return (
            f"{'an object' if isinstance(kind, MapOf) else 'an array'}, each value of which is {_named(kind.element)}"
        )
    if isinstance(kind, UnionOf):
        return kind.alternatives
    return kind.part.__name__ if isinstance(kind, ModelOf) else kind.expected


def _is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable)


TEXTS: Final = ListOf(LENIENT_TEXT)
