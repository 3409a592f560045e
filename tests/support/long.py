"""`make test LONG=1`: the soaks, mutations and properties that `make test` runs a part of, at length."""

import os

LONG = os.environ.get("LONG") == "1"
EACH = 1 if LONG else 10
"""Where all single changes are tried, one in so many is."""
EXAMPLES = 10 if LONG else 0.5
"""How many times the number of examples that it names a property gets."""
