"""Header fields: read-only, names in any case, values in no repr."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from leadconnector.secret import Secret


class Headers(Mapping[str, str]):
    """Header fields by name, whatever its case; a field sent several times is joined by commas.

    A value is given to those who ask for its field by name; a repr shows how many fields there are.
    """

    __slots__ = ("_fields",)

    def __init__(self, pairs: Iterable[tuple[str, str | Secret]]) -> None:
        fields: dict[str, tuple[str, str | Secret]] = {}
        for name, value in pairs:
            key = name.lower()
            fields[key] = (name, f"{fields[key][1]}, {value}" if key in fields else value)
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        value = self._fields[name.lower()][1]
        return value.reveal() if isinstance(value, Secret) else value

    if not TYPE_CHECKING:  # as inherited, but that raises and catches for each of the many fields that are not there

        def get(self, name: str, default: object = None) -> object:
            return self[name] if name.lower() in self._fields else default

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __repr__(self) -> str:
        return f"<{len(self)} header fields>"
