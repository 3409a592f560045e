"""The base of all generated models: the overflow mapping, JSON in both directions, repr and constructor errors."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeVar

from attrs import define, field, setters

from leadconnector.client.errors import DecodeError
from leadconnector.codec.copying import copied, copied_json, is_mapping
from leadconnector.codec.jsontext import as_bytes, excerpt, parse_json, write_json
from leadconnector.codec.shown import shown
from leadconnector.codec.unset import UNSET

T = TypeVar("T")
overflow_of: Final[Callable[["Model"], dict[str, Any] | None]] = attrgetter("_extra")
"""Returns a model's overflow mapping, or None; the public attribute would leave an empty one behind in every model."""


def _or_none(extra: dict[str, Any] | None) -> dict[str, Any] | None:
    return extra or None  # an empty overflow mapping and none are the same


# NO_OP: any other hook makes attrs install a Python-level __setattr__, which doubles the time that decoding takes.
@define(kw_only=True, repr=False, on_setattr=setters.NO_OP)
class Model:
    """A JSON object of the service, its fields as attributes. Equal by value, mutable, not hashable."""

    _extra: dict[str, Any] | None = field(default=None, alias="extra", eq=_or_none)

    wire_names: ClassVar[Mapping[str, str]] = {}
    """The JSON name of each attribute."""

    if not TYPE_CHECKING:  # type checkers are to see the generated __init__ only

        def __new__(cls, *_: object, **attributes: object) -> Self:
            refuse_unknown(cls, attributes)
            return object.__new__(cls)

    @property
    def extra(self) -> dict[str, Any]:
        """What the attributes don't hold, by JSON name, as it came.

        Unknown fields, explicit nulls, and values of another kind than declared. All of it is written back, except
        where the attribute of that name has been set.
        """
        if self._extra is None:
            self._extra = {}
        return self._extra

    @extra.setter
    def extra(self, value: dict[str, Any]) -> None:
        self._extra = value

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build a model from what `json.loads` gives. `data` itself is left as it is.

        Raises:
            DecodeError: if `data` is no JSON object, or lacks what the model can't be without.
        """
        given: object = data
        if not is_mapping(given):
            raise DecodeError(pointer="", expected="a JSON object", got=shown(given))
        return cls.decode(copied_json(given))

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Build a model from JSON text. Numbers keep all their digits.

        Raises:
            DecodeError: if `content` is no JSON object, or lacks what the model can't be without.
        """
        encoded = as_bytes(content)
        parsed = parse_json(encoded)
        if parsed.__class__ is not dict:
            raise DecodeError(pointer="", expected="a JSON object", got=excerpt(encoded))
        return cls.decode(parsed)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, numbers as Decimal, without what is absent. It shares nothing with the model.

        Raises:
            TypeError: as `to_json`.
        """
        return self._written(copied)

    def to_json(self) -> bytes:
        """Return the JSON text in UTF-8. Numbers keep all their digits.

        Raises:
            TypeError: if an attribute was set to what it can't hold, such as a binary float for an amount. It names the
                attribute.
        """
        return self._written(write_json)

    def _written(self, write: Callable[[dict[str, Any]], T]) -> T:
        self._check()
        try:
            return write(self.encode())
        except (AttributeError, TypeError, ValueError) as error:
            from leadconnector.codec.assigned import explained  # loaded only to explain

            raise explained(self, error) from None

    def _check(self) -> None:
        """Raise TypeError for the first attribute that was set to what it can't hold."""
        from leadconnector.codec.assigned import faults  # loaded by those who write

        for fault in faults(self):
            raise TypeError(fault)

    @classmethod
    def decode(cls, data: dict[str, Any]) -> Self:
        """Build a model from a parsed object that nobody else holds: what is left of it becomes `extra`."""
        raise NotImplementedError

    def encode(self) -> dict[str, Any]:
        """Return the JSON object like `to_dict`, but sharing free-form values with the model."""
        raise NotImplementedError

    def __repr__(self) -> str:
        values = ((name, getattr(self, name)) for name in self.wire_names)
        parts = [f"{name}={value!r}" for name, value in values if value is not None and value is not UNSET]
        if self._extra:
            parts.append(f"extra={self._extra!r}")
        return f"{type(self).__name__}({', '.join(parts)})"


def refuse_unknown(cls: type[Model], names: Iterable[str]) -> None:
    """Raise TypeError for the first of `names` that is no attribute of the model, naming the one that may be meant."""
    for name in names:
        if name not in cls.wire_names and name != "extra" and not _takes(cls, name):
            import difflib  # imported here: few programs need it, and it is not free

            near = difflib.get_close_matches(name, cls.wire_names, n=1)
            by_wire_name = [attribute for attribute, wire_name in cls.wire_names.items() if wire_name == name]
            hint = f"; did you mean {(by_wire_name or near)[0]!r}?" if by_wire_name or near else ""
            raise TypeError(f"{cls.__name__}() got an unexpected keyword argument {name!r}{hint}")


def _takes(cls: type[Model], name: str) -> bool:
    """Whether the constructor takes `name` all the same: a class made from a model may have fields of its own."""
    import inspect

    parameters = inspect.signature(cls.__init__).parameters
    return name in parameters or any(each.kind is each.VAR_KEYWORD for each in parameters.values())
