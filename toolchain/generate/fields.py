"""The code of one field of a generated model: its declaration, its row in the table, how it is read and written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from toolchain.generate.property_types import DATES, PropertyType

CLASSES: Final = {"text": "str", "boolean": "bool", "integer": "int", "number": "Decimal"}
"""The class that a value usually has in JSON, and that is tested first."""
TAKEN: Final = {"TIMESTAMP": "timestamp", "DAY": "day", "TEXTS": "texts", "NUMBER": "number"}
"""The function of `leadconnector.codec.generated_code` that takes a value of such a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a model.

    Fields of responses read None where the value is not there; fields of requests tell `UNSET` from null.
    """

    model: str
    """The class of the model that it is a field of."""
    name: str
    wire_name: str
    type: PropertyType
    doc: str
    deprecated: bool
    of_request: bool
    required: bool
    companion: str = ""
    """The attribute that reads the moment behind a day of a response."""
    module: str = ""
    """The module of the class of its value or elements, which names that class's functions too."""
    has_identity: bool = False
    """Whether that class is told by a text that objects of it must have."""

    @property
    def needs(self) -> Iterator[str]:
        """``module:name`` of what its code uses."""
        yield from self.type.needs
        if self.companion:
            yield from (f"{DATES}read_moment", f"{DATES}write_timestamp", "datetime:datetime")

    @property
    def absent(self) -> str:
        return "UNSET" if self.of_request else "None"

    @property
    def slot(self) -> str:
        """The attribute that holds it: for a date, the text behind the public descriptor."""
        return f"_{self.name}" if self.type.descriptor else self.name

    @property
    def annotation(self) -> str:
        """The type of the public attribute."""
        return self._optional(self.type.annotation)

    @property
    def given(self) -> str:
        """The type of the constructor's argument."""
        return self._optional(self.type.accepts)

    @property
    def kind(self) -> str:
        """The name of its kind: one of `leadconnector.codec.kinds`, or made in the model's module."""
        return self.type.kind if self.type.kind.isidentifier() else f"_{self.name}_kind"

    @property
    def has_own_kind(self) -> bool:
        return self.kind != self.type.kind

    @property
    def has_members(self) -> bool:
        """Whether its decoder looks an enum's members up."""
        return self.type.form == "enum" and not self.of_request

    @property
    def declaration(self) -> str:
        """The line of the class's body that declares it."""
        if self.type.descriptor:
            return f"{self.name} = Dated[{self.annotation}]({self.slot!r}, {self.type.descriptor})"
        return f"{self.name}: {self.annotation}"

    @property
    def row(self) -> str:
        """Its row in the table of fields."""
        flags = [f"{flag}=True" for flag in ("required", "nullable", "deprecated") if getattr(self, flag)]
        return f"Field({', '.join([repr(self.name), repr(self.wire_name), self.kind, *flags])})"

    @property
    def nullable(self) -> bool:
        return self.type.nullable

    @property
    def argument(self) -> str:
        """Its parameter of the constructor."""
        return f"{self.name}: {self.given}" + ("" if self.required else f" = {self.absent}")

    @property
    def assigned(self) -> str:
        """What the constructor keeps of its argument."""
        if not self.type.given:
            return self.name
        convert = "converted" if self.required and not self.nullable else "converted_optional"
        return f"{convert}({self.kind}, {f'{self.model}.{self.name}'!r}, {self.name})"

    @property
    def decoding(self) -> Iterator[str]:
        """The statements that take it out of `data`, the parsed object of a response."""
        key = repr(self.wire_name)
        if self.required:
            yield f"self.{self.slot} = data.pop({key})"
            return
        form = self.type.form
        yield f"value = data.pop({key}, UNSET)"
        usual = ""
        otherwise = f"{self.kind}.take(data, {key}, value)"
        if self.type.kind in TAKEN:
            otherwise = f"{TAKEN[self.type.kind]}(data, {key}, value)"
        if form in CLASSES:
            usual = f"value if value.__class__ is {CLASSES[form]} else "
        elif form == "enum":
            found = f"_{self.name}_members.get(value) or {self.type.classes[0]}(value)"
            usual = f"{found} if value.__class__ is str else "
        elif form == "models":
            otherwise = f"models(data, {key}, value, {self.type.classes[0]})"
        elif form == "model":
            usual = "" if self.has_identity else f"decode_{self.module}(value) if value.__class__ is dict else "
        yield f"self.{self.slot} = {usual}None if value is UNSET else {otherwise}"

    @property
    def encoding(self) -> Iterator[str]:
        """The statements that write it into `data`, checking it by the way."""
        key = repr(self.wire_name)
        yield f"value = self.{self.slot}"
        can_be_none = self.nullable if self.required else self.of_request
        written = f"data[{key}] = " + (f"None if value is None else {self._written}" if can_be_none else self._written)
        if self.required:
            yield written
        else:
            yield f"if value is not {self.absent}:"
            yield f"    {written}"

    @property
    def _written(self) -> str:
        form = self.type.form
        write = f"{self.kind}.write(value)"
        if form == "number":
            return f"value if value.__class__ is Decimal and value.is_finite() else {write}"
        if form in CLASSES or form == "date":
            return f"value if value.__class__ is {CLASSES.get(form, 'str')} else {write}"
        if form == "enum":
            return "text_of(value)"
        if form == "model":
            return f"encode_{self.module}(value)"
        if form == "models":
            is_list = "value.__class__ is list" + (f" and len(value) >= {self.type.least}" if self.type.least else "")
            return f"[encode_{self.module}(each) for each in value] if {is_list} else {write}"
        return write

    def _optional(self, annotation: str) -> str:
        absent = [*([] if self.required and not self.nullable else ["None"])]
        if self.of_request and not self.required:
            absent.append("Unset")
        return " | ".join(dict.fromkeys([annotation, *absent]))
