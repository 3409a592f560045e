"""Hypothesis: in CI the same examples each time, so that a red run is the change's doing."""

import gc
import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_collection_finish():
    """Keep modules and collected tests out of each later garbage collection, which many tests ask for."""
    gc.collect()
    gc.freeze()
