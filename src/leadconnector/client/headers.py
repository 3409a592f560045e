"""Header fields as the client shows them: read-only, any case, secrets masked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from leadconnector.client.secret import Secret

_MASKED = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


class Headers(Mapping[str, str]):
    """Header fields by name, whatever its case; a field sent several times is joined by commas.

    A secret value is given to those who ask for its field by name; no repr shows it.
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
        shown = {name: "***" if key in _MASKED else value for key, (name, value) in self._fields.items()}
        return f"Headers({shown!r})"
