"""The committed package is what the description gives: byte for byte, on any run."""

import json

import pytest

from tests.toolchain.generate.workspace import Workspace
from toolchain.generate.pipeline import ROOT, Layout, differences, digest, is_current


def test_the_committed_outputs_are_what_generation_makes() -> None:
    assert differences(Layout(ROOT)) == []
    assert is_current(Layout(ROOT))


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_any_hash_seed_gives_the_committed_bytes(workspace: Workspace, seed: str) -> None:
    done = workspace.generate_apart(PYTHONHASHSEED=seed)
    assert (done.returncode, done.stderr) == (0, "")
    made, committed = workspace.layout, Layout(ROOT)
    assert made.lock.read_bytes() == committed.lock.read_bytes()
    assert made.resolved.read_bytes() == committed.resolved.read_bytes()
    assert differences(made) == []


def test_the_package_names_the_document_it_is_made_from() -> None:
    import leadconnector_invoices

    content = Layout(ROOT).resolved.read_bytes()
    document = json.loads(content)
    assert digest(content) == leadconnector_invoices.DESCRIPTION_SHA256
    assert document["components"]["parameters"]["Version"]["schema"]["default"] == leadconnector_invoices.API_VERSION


def test_ruff_settings_and_caches_nearby_change_nothing(workspace: Workspace) -> None:
    (workspace.root / "ruff.toml").write_text("line-length = 40\n[format]\nquote-style = 'single'\n", "utf-8")
    assert workspace.generate().returncode == 0
    assert workspace.layout.lock.read_bytes() == Layout(ROOT).lock.read_bytes()
    assert not list(workspace.root.rglob(".ruff_cache"))


def test_a_second_run_has_nothing_to_do_and_an_edit_of_the_output_is_undone(good: Workspace) -> None:
    state = good.state
    again = good.generate()
    assert again.stdout.startswith("nothing to do")

    (good.package / "client.py").write_text("edited by hand\n", "utf-8")
    check = good.generate("--check")
    assert check.returncode == 1
    assert check.stdout == "generated/leadconnector_invoices/client.py: not what generation makes\n"
    assert good.generate().stdout.startswith("generated ")
    assert good.state == state


def test_a_stray_file_in_the_package_goes(good: Workspace) -> None:
    (good.package / "models/stray.py").write_text("", "utf-8")
    assert "stray.py" in good.generate("--check").stdout
    assert good.generate().returncode == 0
    assert not (good.package / "models/stray.py").exists()
