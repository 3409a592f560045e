"""The garbage collector, out of the way while a long answer is decoded."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Generator[None]:
    """Let no collection run meanwhile, in any thread, and none afterwards for what was made; if it is on at all.

    All that is being made is in use: each collection would go through everything made so far and find nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # a program that has frozen objects wants them to stay so
            gc.freeze()
            gc.unfreeze()  # together: what is there counts as old, without being looked at
        gc.enable()
