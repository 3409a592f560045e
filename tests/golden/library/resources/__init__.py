"""The operations of the description, a module for each resource. Each loads on first use."""

TYPE_CHECKING = False  # as type checkers take it; `typing` would be most of the time that importing this takes
if TYPE_CHECKING:
    from library.resources import books as books
    from library.resources import loans as loans

from leadconnector.lazy import lazy_attributes

__all__ = ["books", "loans"]

__getattr__, __dir__ = lazy_attributes(
    __name__, {"books": "library.resources.books", "loans": "library.resources.loans"}
)
