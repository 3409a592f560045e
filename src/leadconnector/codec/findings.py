"""What a service sends besides what its description says, as far as that has been seen."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from leadconnector.codec.model import Model

MOST_OTHERS: Final = 64
"""How many names of unknown fields are kept for a model: names that never repeat must not fill the memory."""
_HALVES: Final = range(0xD800, 0xE000)
"""Half surrogate pairs."""
_UNFIT_FOR_NAMES: Final = frozenset(map(chr, (*range(32), *_HALVES))) | {'"', "\\"}
"""What msgspec's structs can't have in the names of their fields."""


class Findings:
    """What msgspec refuses in objects, at any depth, unless it is told of it beforehand."""

    def __init__(self) -> None:
        self.others: dict[type[Model], set[str]] = {}
        """The JSON names of fields that a model does not have."""
        self.doubtful: dict[type[Model], set[str]] = {}
        """The attributes of a model for which there came a null, or another kind of value."""

    def learn(self, found: "Findings") -> bool:
        """Take in what was found elsewhere, within limits; return whether there was anything new."""
        learnt = False
        for model, attributes in found.doubtful.items():
            known = self.doubtful.setdefault(model, set())
            learnt = learnt or not attributes <= known
            known |= attributes
        for model, names in found.others.items():
            known = self.others.setdefault(model, set())
            fit = sorted(name for name in names - known if _UNFIT_FOR_NAMES.isdisjoint(name))
            new = fit[: MOST_OTHERS - len(known)]
            learnt = learnt or bool(new)
            known.update(new)
        return learnt
