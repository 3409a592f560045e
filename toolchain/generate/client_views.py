"""Builds the views in `toolchain.generate.views` from the normalized document."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from leadconnector.errors import error_class
from toolchain.generate.models import DEPRECATED, Models
from toolchain.generate.names import argument_name, attribute_of_client, call_names, resource_class
from toolchain.generate.operations import (
    FORM,
    DescribedOperation,
    JSONObject,
    Schema,
    base_url,
    essence,
    json_schema,
    lookup,
    operations_of,
    sent_type,
    text_charset,
)
from toolchain.generate.property_types import PropertyType, as_element, optional
from toolchain.generate.views import (
    API_VERSION,
    FILLED_LOCATION_TYPE,
    LOCATION_ID,
    Body,
    Operation,
    Pages,
    Parameter,
    Resource,
    Result,
    Service,
)

PLACES: Final = {"path": "path", "query": "query", "header": "headers"}
"""Where parameters stand, in their order among a method's arguments, and what `prepare` calls it."""
NOTHING: Final = Result(annotation="None", decode="decode_nothing")
UNDESCRIBED: Final = Result(annotation="Any", decode="decode_undescribed")


class ClientViews:
    """The resources of a description, as the client shows them.

    Args:
        document: normalized, its schemas with the names of their classes.
        models: the models of those schemas.
    """

    def __init__(self, document: Schema, models: Models) -> None:
        self._document = document
        self._models = models
        self.service = self._service()
        operations = [*operations_of(document)]
        self._call_names = {operation["operationId"]: ".".join(call_names(operation)) for operation in operations}
        self.shared_errors = self._shared_errors(operations)
        by_resource: dict[str, list[Operation]] = {}
        for operation in operations:
            view = self._operation(operation)
            by_resource.setdefault(view.resource, []).append(view)
        tags = {tag["name"]: tag for tag in document.get("tags", [])}
        docs = {
            attribute_of_client(tag.get("x-python-name", name)): tag.get("description", "")
            for name, tag in reversed(tags.items())
        }
        self.resources = tuple(
            Resource(
                name=name,
                class_name=resource_class(name.removesuffix("_")),
                doc=docs.get(name, ""),
                operations=tuple(sorted(operations, key=lambda operation: operation.method_name)),
            )
            for name, operations in sorted(by_resource.items())
        )

    def _service(self) -> Service:
        """Return the view of the service; the version that most operations have is the client's."""
        info = self._document["info"]
        parameters = (each for operation in operations_of(self._document) for each in operation.parameters)
        filled = (each for each in parameters if each.get("x-client-option") == API_VERSION)
        versions = Counter(filter(None, (self._version(each["schema"]) for each in filled)))
        return Service(
            doc="\n\n".join([sentence(info["title"]), info.get("description", "")]).strip(),
            base_url=base_url(self._document),
            api_version=versions.most_common(1)[0][0] if versions else None,
        )

    def _version(self, schema: JSONObject) -> str | None:
        """Return the version of the API that the schema of a parameter names."""
        found = lookup(self._document, schema)
        named = found.get("default") or found.get("const") or next(iter(found.get("enum", [])), None)
        return str(named) if named else None

    def _operation(self, operation: DescribedOperation) -> Operation:
        resource, method_name = call_names(operation)
        retry = operation.get("x-retry", {})
        outcome_check = self._call_names[retry["outcome-check"]] if retry.get("outcome-check") else None
        results = list(self._results(operation))
        body = self._body(operation)
        filled = [each["x-client-option"] for each in operation.parameters if "x-client-option" in each]
        takes_location = LOCATION_ID in filled or bool(body and body.location_id)
        in_path, options, sent = self._parameters(operation, f"_{method_name.upper()}", takes_location)
        renamed = {made.wire_name: made.name for made in in_path if made.wire_name != made.name}
        passing = [
            f"PassingFault(status={int(fault['status'])}, message={fault['message']!r}), "
            for fault in operation.get("x-passing-faults", ())
        ]
        gone = retry.get("already-gone", {})
        gone_code = {key: str(int(gone[key])) if key == "status" else repr(gone[key]) for key in gone}
        code = _call(
            "Operation",
            name=repr(f"{resource}.{method_name}"),
            operation_id=repr(operation["operationId"]),
            method=repr(operation.method.upper()),
            path=repr(operation.path),
            retry=f"RetryPolicy({retry.get('policy', 'always' if operation.method == 'get' else 'never')!r})",
            outcome_check=repr(outcome_check),
            already_gone=_call("AlreadyGone", **gone_code) if gone else "",
            passing_faults=f"({''.join(passing)})",
            echoes=repr(operation.get("x-echoes", {})),
            arguments=repr(renamed),
            scopes=repr(operation.scopes),
            undescribed=_undescribed(results),
        )
        view = Operation(
            resource=resource,
            method_name=method_name,
            http_method=operation.method.upper(),
            code=code,
            doc="\n\n".join(filter(None, [sentence(operation.get("summary", "")), operation.get("description", "")])),
            deprecated=bool(operation.get("deprecated")),
            scopes=operation.scopes,
            errors=tuple(self._own_errors(operation)),
            outcome_check=outcome_check,
            path_parameters=tuple(in_path),
            options=tuple(sorted(options, key=lambda option: not option.required)),
            sent={place: f"{{{', '.join(pairs)}}}" for place, pairs in sent.items()},
            takes_location=takes_location,
            body=body,
            result=_result_of([result for _, result in results]),
        )
        return replace(view, pages=self._pages(view, operation)) if "x-pagination" in operation else view

    def _parameters(
        self, operation: DescribedOperation, constant: str, takes_location: bool
    ) -> tuple[list[Parameter], list[Parameter], dict[str, list[str]]]:
        """Return the parameters in the path, the others that the caller gives, and the code that sends each."""
        taken = {"location_id", "alt_id"} if takes_location else set[str]()
        in_path: list[Parameter] = []
        options: list[Parameter] = []
        sent: dict[str, list[str]] = {}
        for parameter in sorted(operation.parameters, key=lambda each: [*PLACES].index(each["in"])):
            wire_name, place = parameter["name"], parameter["in"]
            if "x-client-option" in parameter:
                name = parameter["x-client-option"]
                code = self._code_of(name, parameter["schema"], constant)
            else:
                made, code = self._parameter(parameter, taken, constant)
                name = made.name
                (in_path if place == "path" else options).append(made)
            taken.add(name)
            sent.setdefault(PLACES[place], []).append(f"{wire_name!r}: {code}")
        return in_path, options, sent

    def _parameter(self, parameter: Schema, taken: set[str], constant: str) -> tuple[Parameter, str]:
        """Return a parameter that the caller gives, and the code that sends it."""
        wire_name, place = parameter["name"], parameter["in"]
        found = self._models.types[True].of(parameter["schema"])
        annotation = found.annotation
        name = code = argument_name(str(parameter.get("x-python-name", wire_name)), taken)
        if place == "path" and annotation != "str":
            code = f"path_text({wire_name!r}, {name}, {constant})"
        elif place == "query" and parameter.get("explode") is False and annotation.startswith("list["):
            code = f"comma_separated({name!r}, {name}, {constant})"
        required = bool(parameter.get("required"))
        said = str(parameter.get("description", "")).strip()
        is_deprecated = True in (parameter.get("deprecated"), parameter["schema"].get("deprecated"))
        made = Parameter(
            name=name,
            wire_name=wire_name,
            annotation=optional(annotation, found.nullable or not required),
            doc=" ".join(filter(None, [said, DEPRECATED if is_deprecated else ""])),
            required=required,
        )
        return made, code

    def _code_of(self, option: str, schema: JSONObject, constant: str = "") -> str:
        """Return the code of what the client fills in."""
        if option == LOCATION_ID:
            return f"self._options.location(location_id, {constant})"
        if option == API_VERSION:
            version = self._version(schema)
            own = version is not None and version != self.service.api_version
            return f"self._options.version({version!r})" if own else "self._options.api_version"
        return repr(FILLED_LOCATION_TYPE)

    def _body(self, operation: DescribedOperation) -> Body | None:
        if "requestBody" not in operation:
            return None
        ((media, content),) = operation.body.items()
        is_required = bool(operation["requestBody"].get("required"))
        found = self._models.types[True].of(content["schema"])
        is_model = found.form == "model"
        nullable = found.nullable and essence(media) != FORM  # which has no null
        annotation = found.accepts
        options: dict[str, str] = {}
        constants: tuple[tuple[str, str], ...] = ()
        is_filled = False
        if is_model:
            annotation += " | Mapping[str, Any]"
            fields = self._models.by_name[found.classes[0]].fields
            schemas = {field.wire_name: field.schema for field in fields}
            members = {name: {**lookup(self._document, member), **member} for name, member in schemas.items()}
            options = {name: each["x-client-option"] for name, each in members.items() if "x-client-option" in each}
            constants = tuple(
                (name, self._code_of(option, members[name]))
                for name, option in sorted(options.items())
                if option != LOCATION_ID
            )
            is_filled = not nullable and {field.wire_name for field in fields if field.required} <= options.keys()
        return Body(
            annotation=optional(annotation, nullable or not is_required or is_filled),
            class_name=found.classes[0] if is_model else "",
            media_type=sent_type(media),
            optional=not is_required or is_filled,
            sent_always=is_required,
            nullable=nullable,
            location_id=next((name for name, option in options.items() if option == LOCATION_ID), None),
            constants=constants,
            kind="" if is_model else found.kind,
        )

    def _results(self, operation: DescribedOperation) -> Iterator[tuple[str, Result]]:
        """Yield status and content of each success of an operation."""
        for status, response in operation.successes.items():
            content = response["content"]
            media = next(iter(content), "")
            if operation.method == "head" or status in ("204", "205"):
                yield status, NOTHING
            elif not media:
                yield status, UNDESCRIBED
            elif "schema" in content[media]:
                yield status, _of_json(self._models.types[False].of(content[media]["schema"]))
            else:
                yield status, _of_text(text_charset(media), media)

    def _pages(self, view: Operation, operation: DescribedOperation) -> Pages:
        """Return how an operation's result comes in pages."""
        pagination = operation["x-pagination"]
        content = next(each["content"] for each in operation.successes.values() if each["content"])
        result = self._models.types[False].of(json_schema(content))
        arguments = {parameter.wire_name: parameter for parameter in view.options}
        start = arguments[pagination["offset" if pagination["style"] == "offset" else "cursor"]]
        limit = arguments.get(pagination.get("limit", ""))
        items, found = self._attributes(result, pagination["items"])
        keywords = {"cursor": "next-cursor", "total": "total", "has_more": "has-more"}
        paths = {
            keyword: self._attributes(result, pagination[key])[0]
            for keyword, key in keywords.items()
            if key in pagination
        }
        code = {"name": view.name, "parameter": start.name, "items": items, **paths}
        return Pages(
            parameter=start.name,
            annotation=start.annotation,
            items=found.annotation.removeprefix("list[").removesuffix("]"),
            limit=f", {limit.name}" if limit else "",
            code=f"Pagination({', '.join(f'{keyword}={value!r}' for keyword, value in code.items())})",
        )

    def _attributes(self, found: PropertyType, path: str) -> tuple[tuple[str, ...], PropertyType]:
        """Return the attributes that a path of JSON names is, and the type of what it leads to."""
        names: list[str] = []
        for wire_name in path.split(".") if path else []:
            model = self._models.by_name[found.classes[0]]
            field = next(each for each in model.fields if each.wire_name == wire_name)
            found = self._models.types[False].of(field.schema)
            names.append(field.name)
        return tuple(names), found

    def _errors_of(self, operation: JSONObject) -> Iterator[tuple[str, str]]:
        """Yield status and description of each documented response that is no success."""
        has_success = any(str(status).startswith("2") for status in operation.get("responses", {}))
        for status, response in sorted(operation.get("responses", {}).items()):
            is_error = str(status)[0] in "45" or (status == "default" and has_success)
            if is_error and (text := response.get("description", "").strip()):
                yield str(status).upper(), text

    def _shared_errors(self, operations: list[DescribedOperation]) -> tuple[tuple[str, str], ...]:
        """Return the documented errors that all operations have in the same words, by status."""
        documented = [set(self._errors_of(operation)) for operation in operations]
        return tuple(sorted(documented[0].intersection(*documented))) if len(documented) > 1 else ()

    def _own_errors(self, operation: JSONObject) -> Iterator[tuple[str, str]]:
        """Yield error class and words of the documented errors that are an operation's own."""
        for status, text in self._errors_of(operation):
            if (status, text) not in self.shared_errors:
                name = error_name(status)
                words = {"DEFAULT": "otherwise", "4XX": "another 4xx"}.get(status, status)
                yield name, f"{words}: {sentence(text)}" if name == "APIStatusError" else sentence(text)


def _call(function: str, **arguments: str) -> str:
    """Return the code of a call by keywords, one a line; those without code are left out."""
    return f"{function}({''.join(f'{name}={code}, ' for name, code in arguments.items() if code)})"


def sentence(text: str) -> str:
    """Return a summary as a sentence."""
    return text if not text or text.endswith(".") else f"{text}."


def error_name(status: str) -> str:
    """Return the name of the error that a documented status is raised as."""
    number = f"{status[0]}00" if status.endswith("XX") else status
    if not number.isdecimal() or status == "4XX":
        return "APIStatusError"
    return error_class(int(number)).__name__


def _of_json(found: PropertyType) -> Result:
    """Return the result of a type; any but a model and anything is decoded by its kind."""
    found = as_element(found)
    if found.form == "model" and not found.nullable:
        return Result(annotation=found.annotation, decode=f"{found.annotation}.from_json")
    if found.annotation == "Any":
        return Result(annotation="Any", decode="parse_json")
    return Result(
        annotation=optional(found.annotation, found.nullable),
        decode="",
        kind=f"{found.kind}, nullable=True" if found.nullable else found.kind,
    )


def _of_text(charset: str, media: str) -> Result:
    """Return the result of a text of a charset, or of bytes where there is none."""
    if not charset:
        return Result(annotation="bytes", decode="bytes", accept=media)
    decode = "decode_text" if charset == "UTF-8" else f"partial(decode_text, charset={charset!r})"
    return Result(annotation="str", decode=decode, accept=media)


def _result_of(results: list[Result]) -> Result:
    """Return what the successes of an operation hold: one thing, which some of them may lack."""
    held = [result for result in results if result not in (NOTHING, UNDESCRIBED)]
    if not held:
        return UNDESCRIBED if UNDESCRIBED in results else NOTHING
    result = held[0]
    if not {NOTHING, UNDESCRIBED} & {*results}:
        return result
    is_optional = result.annotation.endswith((" | None", "Any"))
    annotation = result.annotation if is_optional else f"{result.annotation} | None"
    if result.kind:
        return replace(result, annotation=annotation, kind=f"{result.kind}, empty=True")
    decode = f"lambda content: {result.decode}(content) if content else None"
    return replace(result, annotation=annotation, decode=decode)


def _undescribed(results: list[tuple[str, Result]]) -> str:
    if len(results) == 1 and results[0] in (("2XX", UNDESCRIBED), ("default", UNDESCRIBED)):
        return "range(200, 300)"
    numbers = [status for status, result in results if status.isdecimal() and result == UNDESCRIBED]
    return f"({', '.join(numbers)},)" if numbers else ""
