"""Builds the views in `toolchain.generate.views` from the resolved document and the generator's parse of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from leadconnector.errors import error_class
from toolchain.generate.all_of import object_schema
from toolchain.generate.faults import Fault, operations_of
from toolchain.generate.media import JSON, body_media, sent_type
from toolchain.generate.models import DEPRECATED, Models
from toolchain.generate.name_conflicts import attribute_of_client, method_of, resource_class
from toolchain.generate.names import argument_name
from toolchain.generate.pagination import PageViews
from toolchain.generate.preprocess import Prepared, number_of, parameters_of
from toolchain.generate.property_types import PropertyType
from toolchain.generate.references import lookup
from toolchain.generate.results import NOTHING, UNDESCRIBED, result_of, results_of
from toolchain.generate.security import scopes_of
from toolchain.generate.service import sentence, service_of, version_of
from toolchain.generate.views import (
    API_VERSION,
    FILLED_LOCATION_TYPE,
    LOCATION_ID,
    Body,
    JSONObject,
    Operation,
    Parameter,
    Resource,
    qualified,
)

DEFAULT_TAG: Final = "default"


class ClientViews:
    """The resources of a description, as the client shows them."""

    def __init__(self, document: JSONObject, prepared: Prepared, described: JSONObject, models: Models) -> None:
        self._document = document
        self.service = service_of(document)
        self.faults: list[Fault] = []
        self._pages = PageViews(models)
        self._types = models.types
        self._tags = {tag["name"]: tag for tag in document.get("tags", [])}
        written = {(path, method): (item, operation) for path, method, item, operation in operations_of(document)}
        self._call_names = {
            operation["operationId"]: ".".join(self.names_of(operation)) for _, operation in written.values()
        }
        self.shared_errors = self._shared_errors([operation for _, operation in written.values()])
        by_resource: dict[str, list[Operation]] = {}
        for number, (path, method) in enumerate(prepared.operations):
            item, operation = written[path, method]
            view = self._operation(path, method, item, operation, described["paths"][f"/{number}"][method])
            by_resource.setdefault(view.resource, []).append(view)
        self.resources = tuple(
            Resource(
                name=name,
                class_name=resource_class(name.removesuffix("_")),
                doc=self._doc_of(name),
                operations=tuple(sorted(operations, key=lambda operation: operation.method_name)),
            )
            for name, operations in sorted(by_resource.items())
        )

    def names_of(self, operation: JSONObject) -> tuple[str, str]:
        """Return the names of an operation's resource and method."""
        tag = (operation.get("tags") or [DEFAULT_TAG])[0]
        resource = self._tags.get(tag, {}).get("x-python-name", tag)
        return attribute_of_client(resource), method_of(operation.get("x-python-name", operation["operationId"]))

    def _doc_of(self, resource: str) -> str:
        docs = (
            tag.get("description", "")
            for name, tag in self._tags.items()
            if attribute_of_client(tag.get("x-python-name", name)) == resource
        )
        return next(docs, "")

    def _operation(self, path: str, method: str, item: JSONObject, written: JSONObject, plain: JSONObject) -> Operation:
        resource, method_name = self.names_of(written)
        retry = written.get("x-retry", {})
        check = retry.get("outcome-check")
        body = self._body(written, plain)
        found = results_of(written, plain, method, self._types[False], self._document)
        self._refuse_several(path, method, {each.annotation for each in found})
        view = Operation(
            resource=resource,
            method_name=method_name,
            operation_id=written["operationId"],
            http_method=method.upper(),
            path=path,
            doc="\n\n".join(filter(None, [sentence(written.get("summary", "")), written.get("description", "")])),
            deprecated=bool(written.get("deprecated")),
            scopes=scopes_of(written, self._document),
            errors=tuple(self._own_errors(written)),
            retry=retry.get("policy", "always" if method == "get" else "never"),
            outcome_check=self._call_names[check] if check else None,
            already_gone=retry.get("already-gone"),
            passing=tuple(written.get("x-passing-faults", ())),
            echoes=written.get("x-echoes", {}),
            path_parameters=(),
            query=(),
            headers=(),
            body=body,
            result=result_of(found),
        )
        options = [each["x-client-option"] for each in parameters_of({**item, method: written}, method, self._document)
                   if "x-client-option" in each]  # fmt: skip
        taken = {"location_id", "alt_id"} if LOCATION_ID in options or (body and body.location_id) else set[str]()
        views = dict(self._parameters(item, method, written, plain, view.constant, taken))
        by_place = {place: tuple(view for key, view in views.items() if key[0] == place) for place in PLACES}
        view = replace(view, path_parameters=by_place["path"], query=by_place["query"], headers=by_place["header"])
        return self._paginated(view, written, plain)

    def _paginated(self, view: Operation, written: JSONObject, plain: JSONObject) -> Operation:
        if "x-pagination" not in written:
            return view
        keys = ("paths", view.path, view.http_method.lower(), "x-pagination")
        try:
            schemas = [media["schema"] for each in plain["responses"].values() for media in each["content"].values()]
            pages = self._pages.of(view, written["x-pagination"], self._types[False].of(schemas[0]))
        except LookupError as error:
            said = str(error.args[0])
            self.faults.append(Fault(keys, f"{view.http_method} {view.path}: {said}"))
            return view
        return replace(view, pages=pages)

    def _refuse_several(self, path: str, method: str, annotations: set[str]) -> None:
        held = annotations - {NOTHING.annotation, UNDESCRIBED.annotation}
        if len(held) > 1:
            what = " and ".join(sorted(each.replace("models.", "") for each in held))
            problem = f"{method.upper()} {path}: its 2xx responses hold {what}; a method returns one of them"
            self.faults.append(Fault(("paths", path, method, "responses"), problem))

    def _parameters(
        self, item: JSONObject, method: str, written: JSONObject, plain: JSONObject, constant: str, taken: set[str]
    ) -> Iterator[tuple[tuple[str, str], Parameter]]:
        """Yield the views of an operation's parameters by place and name; `taken` are arguments that it has already."""
        schemas = {each["name"]: each["schema"] for each in plain["parameters"]}
        found = list(enumerate(parameters_of({**item, method: written}, method, self._document)))
        for place in PLACES:
            for number, parameter in found:
                if parameter["in"] == place:
                    schema = schemas.get(number_of(number))
                    view = (
                        self._filled(parameter, constant)
                        if schema is None
                        else _parameter(parameter, self._types[True].of(schema), taken)
                    )
                    taken.add(view.name)
                    yield (place, parameter["name"]), view

    def _filled(self, parameter: JSONObject, constant: str) -> Parameter:
        option = parameter["x-client-option"]
        return Parameter(
            name=option,
            wire_name=parameter["name"],
            annotation="str",
            doc=parameter.get("description", ""),
            required=bool(parameter.get("required")),
            filled=self._code_of(option, parameter.get("schema", {}), constant),
        )

    def _code_of(self, option: str, schema: JSONObject, constant: str) -> str:
        """Return the code of what the client fills in."""
        if option == LOCATION_ID:
            return f"self._options.location(location_id, {constant})"
        if option == API_VERSION:
            version = version_of(lookup(self._document, schema))
            own = version is not None and version != self.service.api_version
            return f"self._options.version({version!r})" if own else "self._options.api_version"
        return repr(FILLED_LOCATION_TYPE)

    def _body(self, written: JSONObject, plain: JSONObject) -> Body | None:
        if "requestBody" not in plain:
            return None
        holder = lookup(self._document, written["requestBody"])
        media = body_media(holder["content"]) or JSON
        is_required = bool(holder.get("required"))
        found = self._types[True].of(plain["requestBody"]["content"][JSON]["schema"])
        common: dict[str, Any] = {"media_type": sent_type(media)}
        if found.form != "model":
            return Body(
                annotation=qualified(found.accepts, found.classes),
                class_name="",
                optional=not is_required,
                sent_always=False,
                kind=qualified(found.kind, found.classes),
                needs=(*found.needs, "leadconnector.client.contents:LazyKind"),
                **common,
            )
        schema = object_schema(holder["content"][media]["schema"], self._document)
        options = {
            name: (option, {**lookup(self._document, member), **member})
            for name, member in schema.get("properties", {}).items()
            if (option := {**lookup(self._document, member), **member}.get("x-client-option"))
        }
        class_name = found.classes[0]
        return Body(
            annotation=f"models.{class_name} | Mapping[str, Any]",
            needs=("collections.abc:Mapping", "typing:Any"),
            class_name=class_name,
            optional=not is_required or set(schema.get("required", [])) <= options.keys(),
            sent_always=is_required,
            location_id=next((name for name, (option, _) in options.items() if option == LOCATION_ID), None),
            constants=tuple(
                sorted(
                    (name, self._code_of(option, member, ""))
                    for name, (option, member) in options.items()
                    if option != LOCATION_ID
                )
            ),
            **common,
        )

    def _errors_of(self, written: JSONObject) -> Iterator[tuple[str, str]]:
        """Yield status and description of each documented response that is no success."""
        has_success = any(str(status).startswith("2") for status in written.get("responses", {}))
        for status, response in sorted(written.get("responses", {}).items()):
            is_error = str(status)[0] in "45" or (status == "default" and has_success)
            if is_error and (text := lookup(self._document, response).get("description", "").strip()):
                yield str(status).upper(), text

    def _shared_errors(self, operations: list[JSONObject]) -> tuple[tuple[str, str], ...]:
        """Return the documented errors that all operations have in the same words, by status."""
        documented = [set(self._errors_of(operation)) for operation in operations]
        return tuple(sorted(documented[0].intersection(*documented))) if len(documented) > 1 else ()

    def _own_errors(self, written: JSONObject) -> Iterator[tuple[str, str]]:
        """Yield error class and words of the documented errors that are an operation's own."""
        for status, text in self._errors_of(written):
            if (status, text) not in self.shared_errors:
                name = error_name(status)
                words = {"DEFAULT": "otherwise", "4XX": "another 4xx"}.get(status, status)
                yield name, f"{words}: {sentence(text)}" if name == "APIStatusError" else sentence(text)


PLACES: Final = ("path", "query", "header")


def error_name(status: str) -> str:
    """Return the name of the error that a documented status is raised as."""
    number = f"{status[0]}00" if status.endswith("XX") else status
    if not number.isdecimal() or status == "4XX":
        return "APIStatusError"
    return error_class(int(number)).__name__


def _parameter(parameter: JSONObject, found: PropertyType, taken: set[str]) -> Parameter:
    annotation = qualified(found.annotation, found.classes)
    required = bool(parameter.get("required"))
    is_optional = found.nullable or not required
    joined = parameter["in"] == "query" and parameter.get("explode") is False and annotation.startswith("list[")
    said = parameter.get("description", "").strip()
    is_deprecated = True in (parameter.get("deprecated"), parameter.get("schema", {}).get("deprecated"))
    needs = tuple(need for need in found.needs if need.startswith(("typing:", "datetime:", "decimal:", "collections.")))
    return Parameter(
        name=argument_name(parameter.get("x-python-name", parameter["name"]), taken),
        wire_name=parameter["name"],
        annotation=f"{annotation} | None" if is_optional and annotation != "None" else annotation,
        doc=" ".join([*([said] if said else []), *([DEPRECATED] if is_deprecated else [])]),
        required=required,
        wrapped="comma_separated" if joined else "",
        is_text=annotation == "str",
        needs=(*needs, "leadconnector.client.query:comma_separated") if joined else needs,
    )
