"""No private name of another package is used, but the one at which httpx keeps its connection pool."""

import ast
import functools
import inspect
import logging
from importlib import import_module
from pathlib import Path

import httpcore
import httpx
import pytest

import leadconnector
from leadconnector.transport import httpx_bridge
from tests.support.drive import CLIENTS, call
from tests.support.scenes import answer
from tests.support.server import Server
from tests.support.service import GET, POST, AsyncThings, Things

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for folder in ("src", "generated") for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
)
ALLOWED = {("httpx_bridge.py", "_pool"), ("httpx_bridge_async.py", "_pool")}


def is_private(name: object) -> bool:
    """Leading underscore; those of enums, named tuples and special methods end in one too."""
    return isinstance(name, str) and name.startswith("_") and not name.endswith("_")


@functools.cache
def own_names() -> set[str]:
    """Each private name that our own code gives to something: such may be used."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return found - {"_pool"}


PUBLIC_ON_TUPLES = {"_replace", "_fields", "_asdict", "_make"}  # documented, for all their underscore


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_private_name_of_others_is_read_set_or_imported(path):
    own = own_names() | PUBLIC_ON_TUPLES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[object] = []
        if isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "getattr",
            "setattr",
            "hasattr",
            "delattr",
        ):
            names = [argument.value for argument in node.args[1:2] if isinstance(argument, ast.Constant)]
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("leadconnector"):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [part for alias in node.names for part in alias.name.split(".")]
        wrong = {name for name in names if is_private(name) and name not in own and (path.name, name) not in ALLOWED}
        assert not wrong, f"line {getattr(node, 'lineno', '?')}"


def our_classes():
    modules = [path for path in SOURCES if path.is_relative_to(Path(leadconnector.__path__[0]))]
    for path in modules:
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        if name.rpartition(".")[2] == "__main__" or "bulk" in name:
            continue
        for _, kind in inspect.getmembers(import_module(name), inspect.isclass):
            if kind.__module__ == name:
                yield kind


def test_no_private_name_of_a_foreign_base_class_is_overridden():
    seen = 0
    for kind in our_classes():
        bases = [base for base in kind.__mro__[1:] if not base.__module__.startswith(("leadconnector", "builtins"))]
        theirs = {name for base in bases for name in vars(base) if is_private(name)}
        theirs -= {"_abc_impl", "_is_protocol", "_is_runtime_protocol", *PUBLIC_ON_TUPLES}
        ours = {name for name in vars(kind) if is_private(name)}
        if any(base.__module__.partition(".")[0] in ("httpx", "httpcore") for base in bases):
            seen += 1
            assert not ours & theirs, kind
    assert seen >= 8


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_httpx_that_keeps_its_pool_elsewhere_is_used_as_it_is(kind, monkeypatch, caplog):
    base = httpx.HTTPTransport if kind == "sync" else httpx.AsyncHTTPTransport
    pool_type = httpcore.ConnectionPool if kind == "sync" else httpcore.AsyncConnectionPool

    def init(self, **_):
        self.elsewhere = pool_type()

    name = "handle_request" if kind == "sync" else "handle_async_request"
    original = getattr(base, name)
    monkeypatch.setattr(base, "__init__", init)
    monkeypatch.setattr(base, name, lambda self, request: handle_moved(self, request))
    monkeypatch.setattr(base, "close" if kind == "sync" else "aclose", closed if kind == "sync" else closed_async)

    def handle_moved(self, request):
        self._pool = self.elsewhere
        try:
            return original(self, request)
        finally:
            if kind == "sync":
                del self._pool

    httpx_bridge.say_once.cache_clear()
    with caplog.at_level(logging.WARNING, "leadconnector"), Server(then=answer()) as played:
        assert call(kind, GET, played.url) == {"id": "x"}
        assert call(kind, POST, played.url) == {"id": "x"}
        assert len(played.requests) == 2
    assert [record.getMessage()[:5] for record in caplog.records if "pool" in record.getMessage()] == ["httpx"]


def closed(self):
    self.elsewhere.close()


async def closed_async(self):
    await self.elsewhere.aclose()


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_the_pool_is_ours_with_this_httpx(kind, caplog):
    httpx_bridge.say_once.cache_clear()
    kind(token="pit-x")
    assert caplog.records == []
