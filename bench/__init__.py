"""The benchmark: what typed objects, calls and imports cost, beside others in the same run. ``python -m bench``."""
