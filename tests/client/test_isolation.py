"""httpx is known in one place, and leaks into no public type but the two arguments that take one."""

import ast
from pathlib import Path

import leadconnector.client

RUNTIME = Path(leadconnector.client.__file__).parent
CLIENTS = {"sync_client.py", "async_client.py"}


def run_time_nodes(path: Path) -> list[ast.AST]:
    """The syntax tree of what a module does when it runs, not for the type checker only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checked = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    skipped = {id(inner) for block in checked for inner in ast.walk(block)}
    return [node for node in ast.walk(tree) if id(node) not in skipped]


def imports(path: Path) -> set[str]:
    """The top-level modules that a module imports when it runs."""
    found = set()
    for node in run_time_nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_wire_imports_httpx():
    for path in RUNTIME.glob("*.py"):
        assert not imports(path) & {"httpx", "httpcore", "aiohttp"}, path.name
    assert any("httpx" in imports(path) for path in (RUNTIME.parent / "transport").glob("*.py"))


def test_outside_the_wire_httpx_is_a_type_of_two_arguments_only():
    for path in RUNTIME.glob("*.py"):
        shown = "\n".join(ast.unparse(node) for node in run_time_nodes(path) if isinstance(node, ast.Name | ast.arg))
        assert "httpx" not in shown, path.name
        assert ("httpx." in path.read_text(encoding="utf-8")) == (path.name in CLIENTS), path.name


def test_the_runtime_imports_nothing_that_is_generated_or_beside_it():
    for path in (
        *RUNTIME.rglob("*.py"),
        *RUNTIME.with_name("codec").glob("*.py"),
        *RUNTIME.with_name("transport").glob("*.py"),
    ):
        source = path.read_text(encoding="utf-8")
        for other in ("leadconnector_invoices", "leadconnector.invoices", "leadconnector.sandbox"):
            assert other not in source, path.name
