"""The code of one field of a generated model: its declaration, how it is read and how it is written."""

import re
from dataclasses import dataclass

from toolchain.generate.kinds import KINDS, REQUESTS, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a model.

    Fields of answers read None where the value is not there; fields of requests tell `UNSET` from null.
    """

    name: str
    wire_name: str
    kind: str
    doc: str
    of_request: bool
    required: bool
    nullable: bool
    """Whether a required one may be null; one that is not may be in any case."""
    class_name: str = ""
    module: str = ""
    """The class of an enum or model, or of an array's elements, and its module, which names its functions too."""

    @property
    def row(self) -> Kind:
        return KINDS[self.kind]

    @property
    def needs(self) -> tuple[str, ...]:
        """``module:name`` of what its code uses."""
        is_read_as_such = self.of_request and self.required and self.nullable
        return (*self.row.needs, REQUESTS + "nullable") if is_read_as_such else self.row.needs

    @property
    def absent(self) -> str:
        return "UNSET" if self.of_request else "None"

    @property
    def slot(self) -> str:
        """The attribute that holds it: for a date, the text behind the public descriptor."""
        return f"_{self.name}" if self.row.descriptor else self.name

    @property
    def annotation(self) -> str:
        """The type of the public attribute."""
        accepts = self.row.accepts if self.of_request else ""
        return self._optional(self._fill(accepts or self.row.annotation))

    @property
    def given(self) -> str:
        """The type of the constructor's argument."""
        return self._optional(self.row.given) if self.row.given else self.annotation

    @property
    def declaration(self) -> str:
        """The attrs field."""
        stored = self._optional("str") if self.row.descriptor else self.annotation
        if not (self.row.converter or self.row.descriptor):
            return f"{self.slot}: {stored}" + ("" if self.required else f" = {self.absent}")
        arguments = [] if self.required else [f"default={self.absent}"]
        if self.row.descriptor:
            arguments.append(f'alias="{self.name}"')
        arguments.append(f"converter={self.converter}")
        return f"{self.slot}: {stored} = field({', '.join(arguments)})"

    @property
    def is_given(self) -> bool:
        """Whether there is always a value."""
        return self.required and not self.nullable

    @property
    def converter(self) -> str:
        mode = "required" if self.is_given else "unset" if self.of_request and not self.required else "optional"
        return f"{mode}_{self.row.converter}" if self.row.converter else ""

    @property
    def read(self) -> str:
        """The expression that decodes it: out of ``data``, a parsed object, or out of ``record`` in an answer."""
        if self.of_request:
            how = "required" if self.is_given else "nullable" if self.required else "given"
            return f"{how}(data, {self.wire_name!r}, {self._fill(self.row.take)})"
        value = f"record.{self.name}"
        return self._fill(self.row.reads).replace("{0}", value).replace("{1}", f"extra, {self.wire_name!r}, {value}")

    @property
    def written(self) -> str:
        """The expression that encodes it."""
        return self._fill(self.row.written).replace("{0}", f"self.{self.slot}")

    def _fill(self, snippet: str) -> str:
        return re.sub(r"(?<=_)@", self.module, snippet).replace("@", self.class_name)

    def _optional(self, annotation: str) -> str:
        if self.is_given:
            return annotation
        return f"{annotation} | None | Unset" if self.of_request and not self.required else f"{annotation} | None"
