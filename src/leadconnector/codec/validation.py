"""What is wrong with models and with data of which they are made: the slow walk, taken only to explain a refusal."""

from collections.abc import Iterator, Mapping
from typing import Any

from leadconnector.codec.containers import Choice, ListOf, ModelOf, Part, UnionOf
from leadconnector.codec.enums import UNSET
from leadconnector.codec.errors import TOO_DEEP, Fault, InvalidDataError, Path, short_repr, with_article
from leadconnector.codec.json import excerpt, is_mapping, is_object, parse_json
from leadconnector.codec.kinds import OBJECT, Kind


def attribute_faults(model: Part) -> list[Fault]:
    """Return why a model can't be written: each attribute that it can't hold, at any depth, by its Python path."""
    return _all(_attribute_faults(model, ()))


def data_faults(model: type[Part], data: Mapping[str, Any], *, strict: bool) -> list[Fault]:
    """Return why a model can't be made of a JSON object, by JSON path.

    What is optional and of another kind is a fault only if `strict`: else it is kept in `extra`.
    """
    return _all(_data_faults(model, data, (), strict=strict))


def _all(faults: Iterator[Fault]) -> list[Fault]:
    try:
        return list(faults)
    except RecursionError:
        return [TOO_DEEP]


def _attribute_faults(model: Part, path: Path) -> Iterator[Fault]:
    for field in model.FIELDS:
        value = getattr(model, field.slot)
        where = (*path, field.name)
        if value is None or value is UNSET:
            if field.required and not (value is None and field.nullable):
                yield Fault(where, field.kind.expected, repr(value), f"{value!r}, but it can't be left out")
        else:
            yield from value_faults(field.kind, value, where)
    if model.extra:
        yield from value_faults(OBJECT, model.extra, (*path, "extra"))


def value_faults(kind: Kind, value: Any, path: Path) -> Iterator[Fault]:
    """Yield why an attribute's value can't be written."""
    if isinstance(kind, UnionOf):
        kind = kind.member(value) or kind
    if isinstance(kind, UnionOf):
        yield from _union_faults(kind, value, path)
    elif isinstance(kind, ModelOf):
        if isinstance(value, kind.part):
            yield from _attribute_faults(value, path)
            return
        name, got = kind.part.__name__, short_repr(value)
        made = f": {name}.from_dict(…) makes one" if is_mapping(value) else ""
        problem = f"expected {with_article(name)}, got {'a dict' if made else got}{made}"
        yield Fault(path, kind.expected, got, problem, from_response=_is_of_response(value))
    elif isinstance(kind, ListOf) and not kind.problem(value):
        for step, each in kind.members(value):
            yield from value_faults(kind.element, each, (*path, step))
    else:
        try:
            kind.write(value)
        except InvalidDataError as error:
            yield from error.below(*path).faults
        except (TypeError, ValueError) as error:
            yield Fault(path, kind.expected, short_repr(value), str(error), from_response=_is_of_response(value))


def _union_faults(kind: UnionOf, value: Any, path: Path) -> Iterator[Fault]:
    """Yield why none of several kinds takes a value: by their names, and by its parts where one could have it."""
    try:
        kind.write(value)
    except InvalidDataError as error:  # of a dict that is one of the described objects
        yield from error.below(*path).faults
        return
    except (TypeError, ValueError) as error:
        general = Fault(path, kind.alternatives, short_repr(value), str(error), from_response=_is_of_response(value))
    else:
        return
    holders = [each for each in kind.others if isinstance(each, ListOf) and not each.problem(value)]
    if len(holders) != 1 or (kind.choices and is_mapping(value)):
        yield general
    if len(holders) == 1:
        yield from value_faults(holders[0], value, path)


def _is_of_response(value: object) -> bool:
    return isinstance(value, Part) and value.OF_RESPONSE


def _data_faults(model: type[Part], data: Mapping[str, Any], path: Path, *, strict: bool) -> Iterator[Fault]:
    for field in model.FIELDS:
        value = data.get(field.json_name, UNSET)
        where = (*path, field.json_name)
        if value is None or value is UNSET:
            if field.required and not (value is None and field.nullable):
                yield Fault(where, field.kind.expected, "nothing" if value is UNSET else "None")
        elif field.required or strict or field.kind.fits(value):
            yield from json_faults(field.kind, value, where, strict=strict)
    if strict:
        names = {field.name: field.json_name for field in model.FIELDS}
        for name in [name for name in data if name in names.keys() - names.values()]:
            problem = f"there is no such JSON name; did you mean {names[name]!r}?"
            yield Fault((*path, name), "a JSON name", name, problem)


def json_faults(kind: Kind, value: Any, path: Path, *, strict: bool) -> Iterator[Fault]:
    """Yield why a JSON value can't be read; in what is optional only if `strict`."""
    if isinstance(kind, UnionOf):
        reader = kind.reader(value)
        if isinstance(reader, Choice) and kind.reads_otherwise(value):
            return
        kind = reader or kind
    if isinstance(kind, UnionOf):
        if not kind.fits(value):
            holders = [each for each in kind.others if isinstance(each, ListOf) and each.classes == (type(value),)]
            if len(holders) != 1 or (kind.choices and is_object(value)):
                yield Fault(path, kind.alternatives, short_repr(value))
            if len(holders) == 1:
                yield from json_faults(holders[0], value, path, strict=strict)
    elif isinstance(kind, ListOf) and kind.classes == (type(value),):
        if strict and len(value) < kind.least:
            yield Fault(path, kind.enough, str(len(value)))
        for step, each in kind.members(value):
            yield from json_faults(kind.element, each, (*path, step), strict=strict)
    elif isinstance(kind, ModelOf) and is_object(value):
        yield from _data_faults(kind.part, value, path, strict=strict)
    elif not kind.fits(value):
        yield Fault(path, kind.expected, short_repr(value))


def decoded(kind: Kind, content: bytes, *, nullable: bool = False) -> Any:
    """Return the value that the text of one of `kind` says. It raises InvalidDataError for any other."""
    value = parse_json(content)
    if value is None and nullable:
        return None
    try:
        return kind.read(value)
    except ValueError:
        faults = list(json_faults(kind, value, (), strict=False))
        raise InvalidDataError(faults or [Fault((), kind.expected, excerpt(content))]) from None
