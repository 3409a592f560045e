"""The garbage collector, out of the way while a long answer is decoded."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

_MANY: Final = 50_000
"""From so many new objects on it pays to count all that there are (10 ms for each million)."""


class Collector:
    """Pauses the garbage collector."""

    def __init__(self) -> None:
        self._left = 0

    @contextmanager
    def paused(self) -> Generator[None]:
        """Let no collection run meanwhile, in any thread, if the collector is on at all.

        All that is being made is in use: each collection would go through everything made so far and find nothing. Nor
        does the next one look at it, where it is much.
        """
        if not gc.isenabled():
            yield
            return
        gc.disable()
        try:
            yield
        finally:
            made = gc.get_count()[0]
            if made >= _MANY and not gc.get_freeze_count():  # a program that froze objects wants them to stay so
                self._age()
            gc.enable()

    def _age(self) -> None:
        # Together these two make all that is there old without looking at it, and set back the counts by which the
        # interpreter decides to look at what is old. In a loop over long answers it never would, so here is its rule:
        # once there is a quarter more than the last time left.
        if _count() > self._left * 5 // 4:
            gc.collect()
            self._left = _count()


def _count() -> int:
    gc.freeze()
    count = gc.get_freeze_count()
    gc.unfreeze()
    return count


COLLECTOR: Final = Collector()
"""That of this process."""
