"""What stands on the built site: each public name once, attributes as they read, and the texts for agents."""

import ast
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from toolchain.errors import ToolchainError
from toolchain.site.command import run_builder

ROOT = Path(__file__).resolve().parents[2]
NAMES = re.compile(r'<h2 id="([\w.]+)" class="doc doc-heading"')
TAGS = re.compile(r"<[^>]+>")


def exported():
    """The names in `__all__` that aren't modules, by package or, in the runtime, module."""
    names = Counter()
    for folder in (ROOT / "src", ROOT / "generated"):
        for path in folder.rglob("*.py"):
            module = path.relative_to(folder).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
            package = module.partition(".")[0]
            for node in ast.parse(path.read_text("utf-8")).body:
                match node:
                    case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts) | ast.Tuple(elts)):
                        found = {element.value for element in elts}
                        own = {file.stem for file in path.parent.iterdir()} if path.stem == "__init__" else set()
                        where = package if package == "leadconnector_invoices" else module
                        names.update(f"{where}:{name}" for name in found - own)
    return names


def test_every_public_name_is_on_the_site_once(site):
    headings = [name for page in site.glob("python/*/index.html") for name in NAMES.findall(page.read_text("utf-8"))]
    runtime, generated = re.compile(r"leadconnector\."), re.compile(r"leadconnector_invoices\.")
    shown = Counter(
        f"leadconnector_invoices:{name.rpartition('.')[2]}" if generated.match(name) else ":".join(name.rsplit(".", 1))
        for name in headings
        if ".resources." not in name and (generated.match(name) or runtime.match(name))
    )
    assert shown.keys() == exported().keys()
    assert [name for name, times in shown.items() if times > 1] == []
    assert len([name for name in headings if ".resources." in name]) == 6


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("responses", "amount_due: Decimal | None"),
        ("responses", "issue_date: date | None"),
        ("responses", "created_at: datetime | None"),
        ("responses", "invoices: list[Invoice] | None"),
        ("requests", "due_date: date"),
        ("requests", "end_date: date | None | Unset"),
        ("enums", "DRAFT = 'draft'"),
        ("operations", "prepare: PrepareInvoices"),
    ],
)
def test_an_attribute_reads_as_its_users_see_it(site, page, heading):
    text = (site / f"python/{page}/index.html").read_text("utf-8")
    headings = [unescape(TAGS.sub("", found)) for found in re.findall(r"<h3 .*?</h3>", text, re.DOTALL)]
    assert heading in {" ".join(found.replace("¶", "").split()) for found in headings}


def test_the_texts_for_agents_hold_every_page(site):
    index, whole = ((site / name).read_text("utf-8") for name in ("llms.txt", "llms-full.txt"))
    links = re.findall(r"\(<(.+?)>\)", index)
    assert sorted(links) == sorted(path.relative_to(site).as_posix() for path in site.rglob("index.md"))
    assert all((site / link).is_file() for link in links)
    assert "### `amount_due: Decimal | None`" in whole
    assert "# What happens when a call fails" in whole
    assert "```python\nfrom leadconnector_invoices import Client" in whole


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "[a](nowhere.md) [b](#nowhere) [c][nowhere.x]",
            [
                "index.md:3:5: page does not exist",
                "index.md:3:22: anchor does not exist",
                "index.md:3:35: unresolved autoref",
            ],
        ),
        ("::: nowhere.x", ["Python error: PluginError: Could not collect 'nowhere.x'"]),
    ],
    ids=["links", "names"],
)
def test_what_leads_nowhere_stops_the_build(site, tmp_path, text, messages):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# Start\n\n{text}\n", "utf-8")
    (tmp_path / "zensical.toml").write_text('[project]\nsite_name = "x"\n[project.plugins.mkdocstrings]\n', "utf-8")
    with pytest.raises(ToolchainError) as caught:
        run_builder(tmp_path)
    said = caught.value.messages
    assert [any(line.endswith(message) for line in said) for message in messages] == [True] * len(messages)
