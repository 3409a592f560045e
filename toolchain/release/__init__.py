"""Smoke test of the wheel and the sdist, each in a clean environment: ``python -m toolchain.release``."""
