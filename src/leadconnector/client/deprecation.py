"""PEP 702: what is deprecated is shown so by type checkers and editors, and warns when it is called."""

import sys

if sys.version_info >= (3, 13):
    from warnings import deprecated as deprecated
else:
    from typing_extensions import deprecated as deprecated
