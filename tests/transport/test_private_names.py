"""No private name of another package is used, but the one at which httpx keeps its connection pool."""

import ast
import inspect
import logging
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpcore
import httpx
import pytest

from leadconnector.transport import httpx_bridge
from tests.support.drive import CLIENTS, call
from tests.support.scenes import respond
from tests.support.server import Server
from tests.support.service import GET, POST, AsyncThings, Things

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for folder in ("src", "generated") for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
)
POOL = "_pool"
BRIDGES = {"httpx_bridge.py", "httpx_bridge_async.py"}
DOCUMENTED = {"_replace", "_fields", "_asdict", "_make", "_missing_", "_name_", "_value_"}  # of named tuples and enums


def is_private(name: object) -> bool:
    """Leading underscore, not documented for all that, and no special method."""
    if not isinstance(name, str) or name in DOCUMENTED:
        return False
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def names_used(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.expr | None, str]]:
    """Each private name that is read, set, deleted or imported: the node, whose it is (None: a module's), the name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found: list[tuple[ast.expr | None, object]] = [(node.value, node.attr)]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith("attr"):
            found = [(node.args[0], item.value) for item in node.args[1:2] if isinstance(item, ast.Constant)]
        elif isinstance(node, ast.ImportFrom):
            found = [(None, name) for name in [*(node.module or "").split("."), *(item.name for item in node.names)]]
        elif isinstance(node, ast.Import):
            found = [(None, part) for item in node.names for part in item.name.split(".")]
        else:
            continue
        yield from ((node, owner, name) for owner, name in found if is_private(name) and isinstance(name, str))


def names_defined(tree: ast.AST) -> set[str]:
    """The private names that a module gives to its classes' methods and attributes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            found.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_private_names_are_used_of_self_or_of_a_class_of_the_same_module(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = names_defined(tree)
    for node, owner, name in names_used(tree):
        if owner is not None and (is_self(owner) or ast.unparse(owner) == "super()" or name in defined):
            continue
        assert (path.name in BRIDGES, name) == (True, POOL), f"line {getattr(node, 'lineno', '?')}"


def our_classes() -> Iterator[type]:
    for path in SOURCES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts[1:]).removesuffix(".__init__")
        if name.rpartition(".")[2] != "__main__":
            for _, kind in inspect.getmembers(import_module(name), inspect.isclass):
                if kind.__module__ == name:
                    yield kind


def inherited(base: type) -> set[str]:
    """The private names of another package's class: in its namespace, and those that its methods use of self."""
    found = {name for name in vars(base) if is_private(name)}
    for member in vars(base).values():  # method by method: httpx gives its classes another module than their own
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(getattr(member, "fget", member))))
        except (OSError, TypeError):  # written in C, or no function
            continue
        found |= {name for _, owner, name in names_used(tree) if owner is not None and is_self(owner)}
    return found


INHERITED = {
    kind: theirs
    for kind in our_classes()
    if (
        theirs := {
            name
            for base in kind.__mro__[1:-1]
            if not base.__module__.startswith("leadconnector")
            for name in inherited(base)
        }
    )
}


@pytest.mark.parametrize("kind", INHERITED, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_no_inherited_private_name_is_read_set_or_overridden(kind):
    ours = [each for each in kind.__mro__ if each.__module__.startswith("leadconnector")]
    trees = [ast.parse(textwrap.dedent(inspect.getsource(each))) for each in ours]
    used = {name for tree in trees for _, _, name in names_used(tree)}.union(*map(names_defined, trees))
    allowed = {POOL} if kind.__module__.rpartition(".")[2] + ".py" in BRIDGES else set()
    assert used & INHERITED[kind] <= allowed


def test_the_classes_that_stand_on_httpx_are_among_those_tried():
    assert {httpx.HTTPTransport, httpx.AsyncHTTPTransport} <= {base for kind in INHERITED for base in kind.__mro__}
    assert POOL in set().union(*INHERITED.values())


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
    with caplog.at_level(logging.WARNING, "leadconnector"), Server(then=respond()) as played:
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
