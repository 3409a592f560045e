"""The contenders, each in a module of its own, which is imported only where it is measured."""

from importlib import import_module
from typing import Final

from bench.contender import Contender

BASE: Final = "json"
OURS: Final = "this client"
_MODULES: Final = {
    BASE: "plain",
    OURS: "ours",
    "stock generator": "stock",
    "pydantic": "pydantic_models",
    "cattrs": "cattrs_models",
    "msgspec.Struct": "msgspec_models",
}
NAMES: Final = tuple(_MODULES)


def load(name: str) -> Contender:
    """Import and return a contender."""
    contender: Contender = import_module(f"bench.contenders.{_MODULES[name]}").make(name)
    return contender
