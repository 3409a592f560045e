"""`make test LONG=1`: the soaks, mutations and properties that `make test` runs a part of, at length."""

import os

LONG = os.environ.get("LONG") == "1"
EACH = 1 if LONG else 6
"""Where all single changes are tried, one in so many is."""
EXAMPLES = 10 if LONG else 1
"""How many times the usual number of examples a property gets."""
