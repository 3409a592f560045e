"""What the description says of the service as a whole: its server, and the version of its API."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from leadconnector.client.base_url import check_base_url
from leadconnector.client.errors import ConfigurationError
from toolchain.errors import ToolchainError
from toolchain.generate.calls import sentence
from toolchain.generate.given import parameters_of
from toolchain.generate.operations import METHODS, Service
from toolchain.generate.references import lookup

JSONObject = Mapping[str, Any]


def server_problems(document: JSONObject) -> Iterator[str]:
    """Yield why the first server can't be the client's default."""
    if not document.get("servers"):
        yield "no servers; the first one is the client's default base_url"
        return
    if undefined := re.search(r"\{[^{}]*\}", _base_url(document)):
        yield f"servers: the first one has no default for its variable {undefined[0]}"
        return
    try:
        check_base_url(_base_url(document))
    except ConfigurationError as error:
        yield f"servers: the first one is the client's default base_url: {error}"


def service_of(document: JSONObject) -> Service:
    """Return the view of the service.

    Raises:
        ToolchainError: if there is not just one version of the API.
    """
    info = document["info"]
    versions = set(_versions(document))
    if len(versions) != 1:
        raise ToolchainError(f"the description names {len(versions)} API versions; the client sends one by default")
    return Service(
        doc="\n\n".join([sentence(info["title"]), info.get("description", "")]).strip(),
        base_url=_base_url(document),
        api_version=versions.pop(),
    )


def _versions(document: JSONObject) -> Iterator[Any]:
    for item in document["paths"].values():
        for method in METHODS:
            for parameter in parameters_of(item, method, document) if method in item else []:
                if parameter.get("x-client-option") == "api_version":
                    schema = lookup(document, parameter["schema"])
                    yield schema.get("default") or schema["enum"][0]


def _base_url(document: JSONObject) -> str:
    """Return the URL of the first server, with the defaults of its variables."""
    server = document["servers"][0]
    variables = server.get("variables", {})

    def default(match: re.Match[str]) -> str:
        return str(variables[match[1]]["default"]) if match[1] in variables else match[0]

    return re.sub(r"\{([^{}]*)\}", default, server["url"])
