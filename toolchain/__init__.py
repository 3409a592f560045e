"""Development commands of this repository (`python -m toolchain <command>`); not part of the wheel."""
