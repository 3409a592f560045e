"""The kinds of arrays, maps, described objects and unions, and the table of fields that describes an object."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final, NamedTuple, Self, TypeGuard

from leadconnector.codec.errors import short_repr
from leadconnector.codec.json import Encodable, JSONObject, is_mapping, json_copy, members
from leadconnector.codec.kinds import LENIENT_TEXT, OBJECT, DateText, Kind, MisfitError


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

    def matches(self, data: JSONObject) -> bool:
        """Whether all required properties are there, and those that can have only a few values have one of them."""
        return all(data.get(name) is not None for name in self.required) and all(
            name not in data or kind.fits(data[name]) for name, kind in self.constants.items()
        )


class UnionOf(Kind):
    """One of several kinds. An object that is none of the described ones stays as it came."""

    __slots__ = ("_by_tag", "choices", "discriminator", "members")

    def __init__(self, *members: Kind, discriminator: str = "") -> None:
        super().__init__(" or ".join(dict.fromkeys(member.expected for member in members)))
        self.members = members
        self.choices = [member for member in members if isinstance(member, Choice)]
        self.discriminator = discriminator
        self._by_tag = {tag: choice for choice in self.choices for tag in choice.tags}

    def choose(self, data: JSONObject) -> Choice | None:
        """Return which of the described objects a JSON object is."""
        tag = data.get(self.discriminator) if self.discriminator else None
        if tag is not None:
            return self._by_tag.get(tag) if isinstance(tag, str) else None
        return next((choice for choice in self.choices if choice.matches(data)), None)

    def member(self, value: Any) -> Kind | None:
        """Return the kind of an attribute's value."""
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

    def reader(self, value: Any) -> Kind | None:
        """Return the kind that reads a JSON value, if any does: free JSON of an object that is none of the choices."""
        if value.__class__ is dict and self.choices:
            return self.choose(value) or OBJECT
        scalars = (member for member in self.members if not isinstance(member, Choice))
        return next((member for member in scalars if member.fits(value)), None)

    def read(self, value: Any) -> Any:
        if value.__class__ is dict and self.choices:
            chosen = self.choose(value)
            try:
                return value if chosen is None else chosen.read(value)
            except ValueError:
                return value
        # Each member once: where unions are nested, a second time would be as many as two to the power of their depth.
        for member in self.members:
            if not isinstance(member, Choice):
                with suppress(ValueError):
                    return member.read(value)
        raise MisfitError

    def write(self, value: Any) -> Any:
        member = self.member(value)
        if member is not None:
            return member.write(value)
        if self.choices and is_mapping(value):
            return json_copy(value)
        raise self.misfit(value)

    def convert(self, value: Any) -> Any:
        member = self.member(value)
        return value if member is None else member.convert(value)

    def misfit(self, value: object) -> MisfitError:
        if isinstance(value, float):
            return MisfitError(f'{value!r} is a binary float; write Decimal("{value!r}")')
        names = [member.part.__name__ if isinstance(member, Choice) else member.expected for member in self.members]
        return MisfitError(f"expected {' or '.join(names)}, got {short_repr(value)}")


def _is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable)


TEXTS: Final = ListOf(LENIENT_TEXT)
