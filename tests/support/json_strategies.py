"""Hypothesis strategies for JSON values as a document may hold them."""

from __future__ import annotations

from hypothesis import strategies as st

KEYS = st.text(max_size=8)
LOOKS_LIKE_SOMETHING_ELSE = [
    *("yes", "no", "on", "~", "null", "true", "0123", "0o17", "0x1F", "1e3", "1:30", "2021-07-28", ".nan", ".inf"),
    *("-", "- a", "a: b", "a #b", "#a", "<<", "=", "", " x", "x ", "---", "...", "%a", "@a", "`a", "!a", "&a", "*a"),
    *("\n", "\n a\nb", "a\n", "a\n\n", "a\n b\n", "\ta\nb", "a\r\nb", "\x85", "\u2028", "\ufeff", "\x7f", "\x00"),
]
"""Strings that a careless writer of YAML would give back as something else."""

PRIMITIVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(LOOKS_LIKE_SOMETHING_ELSE)
)


def _containers(children: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(children, max_size=4) | st.dictionaries(KEYS, children, max_size=4)


VALUES = st.recursive(PRIMITIVES, _containers, max_leaves=12)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)
