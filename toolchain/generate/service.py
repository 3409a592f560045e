"""What the description says of the service as a whole: its server, and the version of its API."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from leadconnector.errors import ConfigurationError
from leadconnector.transport.route import check_base_url
from toolchain.generate.faults import Fault, operations_of
from toolchain.generate.preprocess import parameters_of
from toolchain.generate.references import lookup
from toolchain.generate.views import API_VERSION, Service

JSONObject = Mapping[str, Any]


def server_faults(document: JSONObject) -> Iterator[Fault]:
    """Yield why the first server can't be the client's default."""
    if not document.get("servers"):
        yield Fault((), "no servers; the first one is the client's default base_url")
        return
    place = ("servers", "0", "url")
    if undefined := re.search(r"\{[^{}]*\}", _base_url(document)):
        yield Fault(place, f"servers: the first one has no default for its variable {undefined[0]}")
        return
    try:
        check_base_url(_base_url(document))
    except ConfigurationError as error:
        yield Fault(place, f"servers: the first one is the client's default base_url: {error}")


def service_of(document: JSONObject) -> Service:
    """Return the view of the service; the version that most operations have is the client's."""
    info = document["info"]
    versions = Counter(filter(None, _versions(document)))
    return Service(
        title=info["title"],
        doc="\n\n".join([sentence(info["title"]), info.get("description", "")]).strip(),
        base_url=_base_url(document),
        api_version=versions.most_common(1)[0][0] if versions else None,
    )


def sentence(text: str) -> str:
    """Return a summary as a sentence."""
    return text if not text or text.endswith(".") else f"{text}."


def version_of(schema: JSONObject) -> str | None:
    """Return the version of the API that the schema of a parameter names."""
    named = schema.get("default") or schema.get("const") or next(iter(schema.get("enum", [])), None)
    return str(named) if named else None


def _versions(document: JSONObject) -> Iterator[str | None]:
    for _, method, item, _ in operations_of(document):
        for parameter in parameters_of(item, method, document):
            if parameter.get("x-client-option") == API_VERSION:
                yield version_of(lookup(document, parameter.get("schema", {})))


def _base_url(document: JSONObject) -> str:
    """Return the URL of the first server, with the defaults of its variables."""
    server = document["servers"][0]
    variables = server.get("variables", {})

    def default(match: re.Match[str]) -> str:
        return str(variables[match[1]]["default"]) if match[1] in variables else match[0]

    return re.sub(r"\{([^{}]*)\}", default, server["url"])
