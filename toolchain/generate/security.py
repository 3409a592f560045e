"""What an operation's ``security`` asks for: the client has a bearer token, and nothing else."""

from collections.abc import Iterator, Mapping
from typing import Any

from toolchain.generate.references import lookup

JSONObject = Mapping[str, Any]


def scopes_of(operation: JSONObject, document: JSONObject) -> tuple[str, ...]:
    """Return the scopes that a token for an operation must have."""
    fitting = (entry for entry in _asked(operation, document) if not any(_unfit(entry, document)))
    return tuple(sorted({scope for entry in fitting for scopes in entry.values() for scope in scopes}))


def security_problems(operation: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield why the client can't give what an operation asks for; one of several ways in is enough."""
    refused = [list(_unfit(entry, document)) for entry in _asked(operation, document)]
    if refused and all(refused):
        yield f"security {refused[0][0]!r} is not supported; the client sends a token, as bearer"


def _asked(operation: JSONObject, document: JSONObject) -> list[JSONObject]:
    asked: list[JSONObject] = operation.get("security", document.get("security", []))
    return asked


def _unfit(entry: JSONObject, document: JSONObject) -> Iterator[str]:
    """Yield the schemes of one way in that take no bearer token."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    for name in entry:
        scheme = lookup(document, schemes.get(name, {}))
        is_bearer = scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "bearer"
        if not is_bearer and scheme.get("type") not in ("oauth2", "openIdConnect"):  # whose tokens are bearer tokens
            yield name
