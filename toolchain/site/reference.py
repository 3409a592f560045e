"""The Python reference: a page for each part of the public surface, written from docstrings.

Public is what a module lists in `__all__`, and the classes of a resource; each name stands on one page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import griffe

from toolchain.generate.pipeline import PACKAGE
from toolchain.site.pages import PYTHON, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNTIME: Final = "leadconnector"
MODELS: Final = f"{PACKAGE}.models"
_WITHOUT_MEMBERS: Final = '{"members": false, "show_root_heading": false, "show_root_toc_entry": false}'
_NOISE: Final = {"class-attribute", "instance-attribute", "module-attribute"}
_TWIN: Final = re.compile("^(Async|Prepare)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Name:
    """A public name: where it is imported from, and the object that it is."""

    path: str
    target: griffe.Object


def public_names(root: Path) -> dict[str, list[Name]]:
    """Return the public names by the module that they are imported from; a name stands under the innermost module."""
    loader = griffe.GriffeLoader(search_paths=[root / "src", root / "generated"])
    for package in (PACKAGE, RUNTIME):
        loader.load(package)
    loader.resolve_aliases(implicit=False, external=False)
    modules = sorted(
        (m for package in loader.modules_collection.members.values() for m in _modules(package)),
        key=lambda m: -m.path.count("."),
    )
    names: dict[str, list[Name]] = {}
    seen: set[str] = set()
    for module in modules:
        for name in _exported(module):
            member = module.members[name]
            target = member.final_target if isinstance(member, griffe.Alias) else member
            if not isinstance(target, griffe.Module) and target.path not in seen:
                seen.add(target.path)
                names.setdefault(module.path, []).append(Name(f"{module.path}.{name}", target))
    return names


def _modules(module: griffe.Module) -> Iterator[griffe.Module]:
    yield module
    for member in module.members.values():
        if isinstance(member, griffe.Module):
            yield from _modules(member)


def _exported(module: griffe.Module) -> list[str]:
    if module.path.startswith(f"{PACKAGE}.resources."):
        return [name for name, member in module.members.items() if isinstance(member, griffe.Class)]
    return [str(name) for name in module.exports or ()]


def reference_pages(root: Path) -> list[Page]:
    """Return the pages of the Python reference."""
    names = public_names(root)
    entries = {name.target.path for members in names.values() for name in members}
    models = names.pop(MODELS)
    resources = [name for path in sorted(names) if ".resources." in path for name in names.pop(path)]
    parts = [
        ("Clients", PACKAGE, names.pop(PACKAGE)),
        ("Operations", f"{PACKAGE}.resources", resources),
        ("Errors", f"{PACKAGE}.errors", names.pop(f"{PACKAGE}.errors")),
        ("Models of responses", MODELS, [name for name in models if _is(name, "ResponseModel")]),
        ("Models of requests", MODELS, [name for name in models if _is(name, "RequestModel")]),
        ("Enums", MODELS, [name for name in models if not _is(name, "ResponseModel", "RequestModel")]),
        ("Types", f"{PACKAGE}.types", names.pop(f"{PACKAGE}.types")),
        *((path, path, members) for path, members in sorted(names.items())),
    ]
    return [_page(title, module, members, entries) for title, module, members in parts]


def _page(title: str, module: str, names: list[Name], entries: set[str]) -> Page:
    lines = [f"# {title}", ""]
    names = sorted(names, key=_order)
    if module.endswith(".resources"):
        lines += ["Attributes of a client: `client.invoices`, `client.schedules`.", ""]
    else:
        lines += ["```python", f"from {module} import {', '.join(_own(name) for name in names[:3])}, …", "```", ""]
    if title == module:
        lines += [f"::: {module}", f"    options: {_WITHOUT_MEMBERS}", ""]
    blocks = [_block(name, entries) for name in names]
    file = title.replace(".", " ").rpartition(" ")[2].lower()
    return Page(f"python/{file}.md", PYTHON, "\n".join([*lines, *blocks]))


def _own(name: Name) -> str:
    return name.path.rpartition(".")[2]


def _order(name: Name) -> tuple[bool, str, int]:
    """Classes first, and each before its twins: Client, AsyncClient."""
    own = _own(name)
    return not isinstance(name.target, griffe.Class), _TWIN.sub("", own), len(own)


def _is(name: Name, *bases: str) -> bool:
    return isinstance(name.target, griffe.Class) and any(base.name in bases for base in name.target.mro())


def _block(name: Name, entries: set[str]) -> str:
    """Return the directive that renders a name, with what it inherits from classes that have no entry themselves."""
    options: dict[str, object] = {}
    if isinstance(target := name.target, griffe.Class):
        is_model = name.path.startswith(f"{MODELS}.")
        is_error = target.path.endswith("Error")
        options["show_if_no_docstring"] = not is_model and ".resources." not in name.path
        options["show_bases"] = is_error
        options["merge_init_into_class"] = not is_error and ".resources." not in name.path  # made by clients only
        options["inherited_members"] = [
            member.name
            for member in target.inherited_members.values()
            if not member.name.startswith("_")
            and (member.has_docstring or (member.is_attribute and options["show_if_no_docstring"]))
            and not (is_model and member.final_target.path.startswith(f"{RUNTIME}.codec."))
            and member.final_target.path.rpartition(".")[0] not in entries
        ]
    return f"::: {name.path}\n    options: {json.dumps(options)}\n"


class AttributesAsRead(griffe.Extension):
    """An extension of griffe: attributes as they read, not the descriptors and expressions that they come from."""

    def on_attribute_instance(self, *, attr: griffe.Attribute, **kwargs: Any) -> None:
        """Called by griffe for each attribute that it finds."""
        attr.labels -= _NOISE
        match attr.value, attr.annotation:
            case _, griffe.ExprSubscript(
                left=griffe.ExprName(name="Dated" | "OnDemand"), slice=read
            ):  # of a descriptor
                attr.annotation = read
            case value, griffe.ExprName(name="Final"):
                attr.annotation = value.function if isinstance(value, griffe.ExprCall) else None
            case _:
                pass
        if isinstance(attr.value, griffe.Expr):
            attr.value = None
