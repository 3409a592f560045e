"""Properties beyond those declared: `additionalProperties` and `unevaluatedProperties`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolchain.diff.facets import Facet, Key
from toolchain.diff.shape import Direction, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolchain.diff.levels import Level
    from toolchain.diff.places import Place
    from toolchain.openapi.json_values import JSON


def settle(level: Level, old_sign: Callable[[list[Place]], str], new_sign: Callable[[list[Place]], str]) -> None:
    """Add what the two sides say of additional properties to their facets, as far as it makes a difference.

    Requests compare with objects closed, answers with objects open: false, true and nothing said are the same, unless
    one side says true or a schema where the other says something else.
    """
    old, new = _deciding(level.old_shape.additional), _deciding(level.new_shape.additional)
    old_word, new_word = words(level)
    opposed = {old_word, new_word} == {"open", "closed"} and level.direction is Direction.REQUEST
    if opposed or "typed" in (old_word, new_word):
        for found, shape, word, sign in (
            (level.old, level.old_shape, old_word, old_sign),
            (level.new, level.new_shape, new_word, new_sign),
        ):
            if value := _demand(word, shape.additional, sign, level.direction):
                found[Key("additional")] = Facet(value, _somewhere(_deciding(shape.additional), old or new))
    elif old_word != new_word:
        level.told.append(("additional-properties", _somewhere(new, old), describe(old_word, new_word)))


def describe(old: str, new: str) -> str:
    """Return the message for a change between two words for what is allowed."""
    words = {"nothing": "left open", "open": "allowed", "closed": "forbidden", "typed": "held to a schema"}
    return f"additional properties were {words[old]}, are {words[new]}"


def words(level: Level) -> tuple[str, str]:
    """Return what each side says: nothing, open, closed or typed."""
    return _word(_deciding(level.old_shape.additional)), _word(_deciding(level.new_shape.additional))


def _demand(word: str, pieces: list[Piece], sign: Callable[[list[Place]], str], direction: Direction) -> JSON:
    if word == "typed":
        return {"sign": sign([piece.place for piece in pieces if isinstance(piece.value, dict)])}
    if direction is Direction.RESPONSE:
        return None
    return "open" if word == "open" else "closed"


def _deciding(pieces: list[Piece]) -> Piece | None:
    return min(pieces, key=lambda piece: (piece.value is not False, piece.value is True), default=None)


def _word(piece: Piece | None) -> str:
    if piece is None:
        return "nothing"
    return "typed" if isinstance(piece.value, dict) else "open" if piece.value is True else "closed"


def _somewhere(first: Piece | None, second: Piece | None) -> Place:
    piece = first or second
    assert piece is not None, "there is no difference between two sides that say nothing"
    return piece.place
