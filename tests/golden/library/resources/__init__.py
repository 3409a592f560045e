"""The operations of the description, a module for each resource. Each loads on first use."""

from typing import TYPE_CHECKING

from leadconnector.lazy import lazy_attributes

if TYPE_CHECKING:
    from library.resources import books as books
    from library.resources import loans as loans

_MODULES: dict[str, str] = {"books": "library.resources.books", "loans": "library.resources.loans"}

__all__ = ["books", "loans"]

__getattr__, __dir__ = lazy_attributes(__name__, _MODULES)
