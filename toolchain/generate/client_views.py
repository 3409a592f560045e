"""Builds the views in `toolchain.generate.operations` from the resolved document and the generator's parse of it."""

from collections.abc import Iterator
from typing import Any

from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.strings import ClassName

from toolchain.errors import ToolchainError
from toolchain.generate.calls import answer_of, known_option, sentence
from toolchain.generate.checks import shape_of
from toolchain.generate.composed import object_schema
from toolchain.generate.given import parameters_of
from toolchain.generate.kinds import KINDS
from toolchain.generate.names import argument_name, identifier
from toolchain.generate.operations import (
    CONSTANTS,
    LOCATION_ID,
    METHODS,
    REFUSALS,
    Body,
    JSONObject,
    Operation,
    Parameter,
    Resource,
)
from toolchain.generate.parsed import class_of, kind_of
from toolchain.generate.references import lookup
from toolchain.generate.security import scopes_of


class Facade:
    """The resources of a description, as the client shows them."""

    def __init__(self, document: JSONObject, data: GeneratorData) -> None:
        self._document = document
        self._names = {tag["name"]: tag.get("x-python-name") for tag in document.get("tags", [])}
        self._docs = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
        self._written = dict(self._operations())
        self._calls = {key: self._call_name(operation) for key, operation in self._written.items()}
        by_id = {operation.get("operationId"): self._calls[key] for key, operation in self._written.items()}
        self.resources = tuple(
            self._resource(str(package), [self._view(str(package), point, by_id) for point in tag.endpoints])
            for package, tag in sorted(data.endpoint_collections_by_tag.items())
        )
        self._refuse_clashes()

    def _operations(self) -> Iterator[tuple[tuple[str, str], JSONObject]]:
        for path, item in self._document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield (path, method), {**item[method], "parameters": parameters_of(item, method, self._document)}

    def _call_name(self, operation: JSONObject) -> str:
        tag = (operation.get("tags") or ["default"])[0]
        method_name = operation.get("x-python-name") or operation.get("operationId", "")
        return f"{identifier(self._names.get(tag) or tag)}.{identifier(method_name)}"

    def _resource(self, package: str, operations: list[Operation]) -> Resource:
        name = operations[0].resource
        doc = next((doc for tag, doc in self._docs.items() if identifier(self._names[tag] or tag) == name), "")
        ordered = tuple(sorted(operations, key=lambda operation: operation.method_name))
        return Resource(name=name, class_name=str(ClassName(name, "")), doc=doc, package=package, operations=ordered)

    def _view(self, package: str, point: Endpoint, by_id: dict[Any, str]) -> Operation:
        path = point.path.get_untrusted_value()
        key = self._key(path, point.method)
        written = self._written[key]
        resource, method_name = self._calls[key].split(".")
        retry = written.get("x-retry", {})
        check = retry.get("outcome-check")
        if check is not None and check not in by_id:
            raise ToolchainError(f"{point.method.upper()} {key[0]}: outcome-check {check!r} is no operationId")
        places = {"path": point.path_parameters, "query": point.query_parameters, "header": point.header_parameters}
        names = set[str]()
        views = {place: self._parameters(written, parsed, place, names) for place, parsed in places.items()}
        return Operation(
            resource=resource,
            method_name=method_name,
            operation_id=written.get("operationId", ""),
            module=str(point.name),
            http_method=point.method.upper(),
            path=key[0],
            doc="\n\n".join(filter(None, [sentence(written.get("summary", "")), written.get("description", "")])),
            scopes=scopes_of(written, self._document),
            refusals=tuple(self._refusals(written)),
            retry=retry.get("policy", "always" if point.method == "get" else "never"),
            outcome_check=by_id[check] if check else None,
            already_gone=retry.get("already-gone"),
            path_parameters=views["path"],
            query=views["query"],
            headers=views["header"],
            body=self._body(written, point),
            answer=answer_of(point),
        )

    def _key(self, path: str, method: str) -> tuple[str, str]:
        """Find an endpoint's operation: its path has other placeholders than the description's."""
        for written_path, written_method in self._written:
            if shape_of(written_path) == shape_of(path) and written_method == method:
                return written_path, method
        raise ToolchainError(f"{method.upper()} {path}: the generator made an endpoint that the description lacks")

    def _parameters(self, written: JSONObject, parsed: list[Any], place: str, names: set[str]) -> tuple[Parameter, ...]:
        """Return the views of the parameters in one place; `names` are the arguments that the call has so far."""
        props = {prop.name.get_untrusted_value(): prop for prop in parsed}
        views: list[Parameter] = []
        for parameter in map(self._deref, written["parameters"]):
            if parameter["in"] != place:
                continue
            name = parameter["name"]
            common: dict[str, Any] = {
                "wire_name": name,
                "doc": parameter.get("description", ""),
                "required": bool(parameter.get("required")),
            }
            if option := parameter.get("x-client-option"):
                views.append(Parameter(name="alt_id", annotation="str", option=known_option(name, option), **common))
                continue
            prop = props[name]
            row = KINDS[kind_of(prop, parameter.get("schema", {}))]
            class_name, module = class_of(prop) if "@" in row.annotation else ("", "")
            annotation = (row.accepts or row.annotation).replace("@", class_name)
            argument = argument_name(str(prop.python_name), name, names)
            names.add(argument)
            views.append(
                Parameter(
                    name=argument,
                    annotation=annotation if prop.required else f"{annotation} | None",
                    option=None,
                    class_name=class_name,
                    module=module,
                    needs=row.needs,
                    **common,
                )
            )
        return tuple(views)

    def _body(self, written: JSONObject, point: Endpoint) -> Body | None:
        if not point.bodies:
            return None
        body = next((body for body in point.bodies if body.content_type.startswith("application/json")), None)
        if body is None or not isinstance(body.prop, ModelProperty):
            raise ToolchainError(
                f"{point.method.upper()} {point.path.get_untrusted_value()}: only JSON object bodies are supported"
            )
        prop = body.prop
        content = self._deref(written["requestBody"])["content"]["application/json"]
        schema = object_schema(content["schema"], self._document)
        options = {
            name: known_option(name, option)
            for name, member in schema.get("properties", {}).items()
            if (option := {**self._deref(member), **member}.get("x-client-option"))
        }
        named = {
            p.name.get_untrusted_value(): str(p.python_name)
            for p in [*(prop.required_properties or []), *(prop.optional_properties or [])]
        }
        is_required = bool(self._deref(written["requestBody"]).get("required"))
        filled = set(schema.get("required", [])) <= set(options)
        location = [name for name, option in options.items() if option == LOCATION_ID]
        return Body(
            class_name=str(prop.class_info.name),
            module=str(prop.class_info.module_name),
            optional=not is_required or filled,
            sent_always=is_required,
            location_id=location[0] if location else None,
            location_attribute=named[location[0]] if location else None,
            constants=tuple(
                sorted((name, CONSTANTS[option]) for name, option in options.items() if option in CONSTANTS)
            ),
        )

    def _refusals(self, written: JSONObject) -> Iterator[tuple[str, str]]:
        for status, answer in sorted(written.get("responses", {}).items()):
            if error := REFUSALS.get(str(status).upper()):
                yield error, self._deref(answer).get("description", "")

    def _deref(self, value: JSONObject) -> JSONObject:
        found: JSONObject = lookup(self._document, value)
        return found

    def _refuse_clashes(self) -> None:
        names = [operation.name for resource in self.resources for operation in resource.operations]
        for name in names:
            if names.count(name) > 1:
                raise ToolchainError(f"two operations are called {name}: give one of them another x-python-name")
