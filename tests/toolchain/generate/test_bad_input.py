"""Wrong input: one line that says what and where, exit code 2, and the last good package untouched."""

import errno
import re
from collections.abc import Callable

import pytest

from tests.toolchain.generate.workspace import Workspace
from toolchain.generate.pipeline import differences, generate

MIXINS = "overlays/python/93-mixins.yaml"
ITEM = "$.components.schemas.InvoiceItem.properties.name"
ACTION = """
  - target: {target}
    description: "docs say: x. wire has: y. evidence: none, a test."
    x-confidence: L
    x-remove-when: never
    x-expect: {expect}
    update: {update}
"""


def remove(name: str) -> Callable[[Workspace], None]:
    return lambda workspace: (workspace.root / name).unlink()


def write(name: str, content: bytes) -> Callable[[Workspace], None]:
    def apply(workspace: Workspace) -> None:
        (workspace.root / name).write_bytes(content)

    return apply


def action(target: str, expect: str, update: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.overlay("99-test", ACTION.format(target=target, expect=expect, update=update))


def replace(name: str, old: str, new: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.replace(name, old, new)


MIXIN = "leadconnector.invoices.full_replace.FullReplace"

CASES: dict[str, tuple[Callable[[Workspace], None], str]] = {
    "no description": (remove("openapi/invoices.yaml"), r"openapi/invoices\.yaml: no such file"),
    "no config": (remove("generator-config.yaml"), r"generator-config\.yaml: no such file"),
    "a description that is no YAML": (write("openapi/invoices.yaml", b"a: [1\n"), r"invoices\.yaml:\d+"),
    "a description in another encoding": (write("openapi/invoices.yaml", b"\xff\xfe\x00"), r"invoices\.yaml"),
    "a description that is a list": (write("openapi/invoices.yaml", b"- 1\n"), r"invoices\.yaml.*object"),
    "a duplicate key": (
        replace("openapi/invoices.yaml", "operationId: update-invoice\n", "operationId: x\n      operationId: y\n"),
        r"invoices\.yaml:\d+.*operationId",
    ),
    "another version of OpenAPI": (
        replace("openapi/invoices.yaml", "openapi: 3.1.0", "openapi: 3.2.0"),
        r"invoices\.yaml:6: openapi is '3\.2\.0'; OpenAPI 3\.0\.x and 3\.1\.x",
    ),
    "a description that is no valid OpenAPI": (
        replace("openapi/invoices.yaml", "summary: Replace an invoice\n", "summary: [x]\n"),
        r"invoices\.yaml:\d+: not valid OpenAPI 3\.1 at /paths/~1invoices~1\{invoiceId\}/put",
    ),
    "an overlay that is no overlay": (
        write("overlays/python/99-x.yaml", b"overlay: 1.1.0\ninfo: {title: T, version: '1'}\n"),
        r"overlays/python/99-x\.yaml",
    ),
    "an action that matches nothing": (
        action("$.components.schemas.Nothing", "{value: {}}", "{x-y: 1}"),
        r"overlays/python/99-test\.yaml:\d+: action 1 .*Nothing",
    ),
    "an action that finds something else": (
        action(ITEM, "{value: {type: number}}", "{type: integer}"),
        r"overlays/python/99-test\.yaml:\d+: action 1 .*string",
    ),
    "an action that changes nothing": (
        action(ITEM, "{value: {type: string}}", "{type: string}"),
        r"overlays/python/99-test\.yaml(:\d+)?: action 1",
    ),
    "a target that is no JSONPath": (action("'$..['", "{value: {}}", "{}"), r"overlays/python/99-test\.yaml"),
    "an unknown key in the config": (
        write("generator-config.yaml", b"field_prefx: ''\n"),
        r"generator-config\.yaml: unknown key 'field_prefx'",
    ),
    "a wrong value in the config": (
        write("generator-config.yaml", b"docstrings_on_attributes: maybe\n"),
        r"generator-config\.yaml: .*docstrings_on_attributes",
    ),
    "a switch in the config that is none": (
        write("generator-config.yaml", b"use_path_prefixes_for_title_model_names: x\n"),
        r"generator-config\.yaml: use_path_prefixes_for_title_model_names must be a bool, not 'x'",
    ),
    "a prefix in the config that begins no name": (
        write("generator-config.yaml", b"field_prefix: '1'\n"),
        r"generator-config\.yaml: field_prefix '1' can't begin a Python name",
    ),
    "an operation that the generator would drop": (
        action(
            "$.paths['/invoices/{invoiceId}'].delete",
            "{value: {parameters: []}}",
            "{parameters: [{name: x, in: header, schema: {const: y}}]}",
        ),
        r"overlays/python/99-test\.yaml|openapi-python-client: ",
    ),
    "an unknown client option": (
        replace("overlays/python/91-client-options.yaml", "api_version", "api_verison"),
        r'91-client-options\.yaml:\d+: components/parameters/Version: x-client-option: "api_verison" is not one of',
    ),
    "a reference that leads nowhere": (
        action(
            "$.paths['/invoices/{invoiceId}'].put.responses['200']",
            "{value: {$ref: '#/components/responses/InvoiceResponse'}}",
            "{$ref: '#/components/responses/Nothing'}",
        ),
        r"overlays/python/99-test\.yaml:\d+: \$ref '#/components/responses/Nothing' leads nowhere",
    ),
    "no operationId": (
        replace("openapi/invoices.yaml", "      operationId: update-invoice\n", ""),
        r"overlays/corrections/80-errors\.yaml|PUT /invoices/\{invoiceId\}: no operationId",
    ),
    "an overlay that would not be applied": (
        lambda workspace: (workspace.root / "overlays/python/97-again.yml").touch(),
        r"overlays/python/97-again\.yml: would not be applied",
    ),
    "an unknown retry policy": (
        replace("overlays/python/92-retry.yaml", "x-retry: {policy: always}", "x-retry: {policy: allways}"),
        r'92-retry\.yaml:\d+: GET /\S+: x-retry/policy: "allways" is not one of "always", "unless-applied" or',
    ),
    "no servers": (
        replace("openapi/invoices.yaml", "servers:\n  - url: https://services.leadconnectorhq.com\n", ""),
        r"no servers",
    ),
    "a template that is no Jinja": (write("templates/model.py.jinja", b"{% if %}\n"), r"templates/model\.py\.jinja:1"),
    "a template that makes no Python": (write("templates/enum.py.jinja", b"class\n"), r"ruff"),
    "a mixin that cannot be": (
        replace(
            MIXINS, f"{MIXIN}\n      x-python-made-from: {{invoice", "UpdateInvoice\n      x-python-made-from: {invoice"
        ),
        r"yaml:\d+: schema 'UpdateInvoice': x-python-mixin 'UpdateInvoice' is no class that can be imported",
    ),
    "a body made from a class that is not there": (
        replace(MIXINS, "{invoice: Invoice}", "{invoice: Bill}"),
        r"93-mixins\.yaml:\d+: schema 'UpdateInvoice': x-python-made-from: 'Bill' is no class of a response's object",
    ),
    "a body made from nothing": (
        replace(MIXINS, "{invoice: Invoice}", "{}"),
        r"UpdateInvoice': x-python-made-from: {} has less than 1 property",
    ),
    "a mixin that is not there": (
        replace(MIXINS, f"{MIXIN}\n      x-python-made-from: {{invoice", "a.Nope\n      x-python-made-from: {invoice"),
        r"UpdateInvoice': x-python-mixin 'a\.Nope' is no class that can",
    ),
}


def test_what_editors_and_desktops_leave_beside_overlays_is_none(good: Workspace) -> None:
    for name in (".DS_Store", ".10-x.yaml.swp", ".hidden.yaml"):
        (good.root / "overlays" / name).write_text("no overlay", "utf-8")
    (good.root / "overlays/python/.#lock").symlink_to("nobody@nowhere.1")
    assert good.generate().stdout.startswith("nothing to do")
    assert differences(good.layout) == []


def test_a_full_disk_is_not_the_descriptions_fault(good: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("toolchain.generate.rendering.render", fail)
    before = good.state
    with pytest.raises(OSError, match="No space left on device"):
        generate(good.layout)
    assert good.state == before
    assert not list(good.root.glob(".generating-*"))


@pytest.mark.parametrize("case", CASES)
def test_one_line_says_what_is_wrong_and_nothing_changes(good: Workspace, case: str) -> None:
    spoil, message = CASES[case]
    before = good.state
    spoil(good)
    done = good.generate()
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert re.search(message, done.stderr), done.stderr
    assert good.state == before
    assert not list(good.root.glob(".generating-*"))
