"""PEP 702: what is deprecated is shown so by type checkers and editors, and warns when it is called."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:
    from functools import wraps
    from warnings import warn

    def deprecated(message):
        """Mark a function: each call of it raises a DeprecationWarning for the line that calls."""

        def mark(function):
            @wraps(function)
            def warned(*args, **kwargs):
                warn(message, DeprecationWarning, stacklevel=2)
                return function(*args, **kwargs)

            warned.__deprecated__ = message
            return warned

        return mark
