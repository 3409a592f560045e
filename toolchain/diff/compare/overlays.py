"""Compares the corrections that both sides make to their source: the actions of their overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolchain.diff.classify.changes import Change, ChangeClass
from toolchain.diff.values import code, key_of, texts
from toolchain.openapi.json_values import as_list, as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolchain.openapi.json_values import JSON

_EFFECT = ("target", "update", "copy", "remove")


class Action(NamedTuple):
    """One action of an overlay, where it stands, and what tells it from the others."""

    overlay: str
    number: int
    fields: dict[str, JSON]

    @property
    def pointer(self) -> str:
        """Where it stands."""
        return f"{self.overlay}#/actions/{self.number}"


def _effect(action: Action) -> str:
    return key_of({key: action.fields[key] for key in _EFFECT if key in action.fields})


def _target(action: Action) -> str:
    word = next((key for key in ("remove", "copy", "update") if key in action.fields), "")
    return key_of([action.fields.get("target"), word])


def _effect_here(action: Action) -> str:
    return f"{action.overlay} {_effect(action)}"


def _target_here(action: Action) -> str:
    return f"{action.overlay} {_target(action)}"


def compare_overlays(old: list[tuple[str, JSON]], new: list[tuple[str, JSON]]) -> list[Change]:
    """Return which corrections came, went or changed; what they do to the description is found in that itself."""
    olds, news = _actions(old), _actions(new)
    changes: list[Change] = []
    # The same action stays the same in another file; an action that does something else is known by its target.
    for identity in (_effect_here, _effect, _target_here, _target):
        for was, now in _paired(olds, news, identity):
            olds.remove(was)
            news.remove(now)
            words = [key for key in sorted(was.fields.keys() | now.fields.keys()) if _differs(was, now, key)]
            if words:
                changes.append(_change("changed", now, [*words], f" ({', '.join(words)})"))
    changes += [_change("went", was, []) for was in olds]
    changes += [_change("came", now, []) for now in news]
    return changes


def _actions(overlays: Iterable[tuple[str, JSON]]) -> list[Action]:
    return [
        Action(name, index, as_object(fields))
        for name, content in overlays
        for index, fields in enumerate(as_list(as_object(content).get("actions")))
    ]


def _paired(olds: list[Action], news: list[Action], identity: Callable[[Action], str]) -> list[tuple[Action, Action]]:
    waiting: dict[str, list[Action]] = {}
    for now in news:
        waiting.setdefault(identity(now), []).append(now)
    pairs: list[tuple[Action, Action]] = []
    for was in olds:
        if candidates := waiting.get(identity(was)):
            pairs.append((was, candidates.pop(0)))
    return pairs


def _differs(was: Action, now: Action, key: str) -> bool:
    return key_of(was.fields.get(key)) != key_of(now.fields.get(key))


def _change(verb: str, action: Action, detail: list[JSON], words: str = "") -> Change:
    evidence = " ".join(texts([action.fields.get("description")])) or "no reason given"
    message = f"correction of {code(action.fields.get('target'))} {verb}{words}: {evidence}"
    key = f"{action.overlay} {_effect(action)} {key_of(detail)} {evidence}"
    return Change(f"overlay-{verb}", ChangeClass.DOCS, action.pointer, message, key)
