"""The client tests' fixtures serve here too."""

from tests.client.conftest import authority, bare_environment, context, trusted

__all__ = ["authority", "bare_environment", "context", "trusted"]
