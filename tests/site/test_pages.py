"""How documents become pages; needs neither builder nor browser."""

import shutil
from pathlib import Path

import pytest

from toolchain.errors import ToolchainError
from toolchain.site.description import REDOC, changes_page, corrections_page, http_files, http_page
from toolchain.site.pages import GUIDES, PLACES, document_pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nSource = "https://things.example/x"\n', "utf-8")
    (tmp_path / "README.md").write_text("# Start\n\n[models](docs/models.md#drift)\n", "utf-8")
    (tmp_path / "docs/models.md").write_text("# Models\n", "utf-8")
    return tmp_path


def test_every_document_is_a_page():
    pages, pictures = document_pages(ROOT)
    documents = {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")} | {n for n in PLACES if (ROOT / n).is_file()}
    assert len({page.path for page in pages}) == len(pages) == len(documents)
    assert all(path.is_file() for path in pictures.values())


def test_a_new_document_is_a_guide(root):
    (root / "docs/celery.md").write_text("# Celery and *this* `client`\n", "utf-8")
    (page,) = [page for page in document_pages(root)[0] if page.path == "guides/celery.md"]
    assert (page.section, page.title) == (GUIDES, "Celery and *this* client")


def test_links_lead_to_pages_and_to_the_source(root):
    (root / "program.py").touch()
    (root / "plot.svg").touch()
    text = "# M\n\n[r](../README.md) [p](../program.py) ![s](../plot.svg)\n\n```md\n[in code](nowhere.md)\n```\n"
    (root / "docs/models.md").write_text(text, "utf-8")
    pages, pictures = document_pages(root)
    texts = {page.path: page.text for page in pages}
    assert "[models](guides/models.md#drift)" in texts["index.md"]
    assert "[r](../index.md) [p](https://things.example/x/blob/main/program.py)" in texts["guides/models.md"]
    assert "![s](../pictures/plot.svg)" in texts["guides/models.md"]
    assert "[in code](nowhere.md)" in texts["guides/models.md"]
    assert pictures == {"pictures/plot.svg": root / "plot.svg"}


def test_a_link_to_nowhere_is_named(root):
    (root / "docs/models.md").write_text("# Models\n\n[x](nowhere.md) and [y](../nothing.py)\n", "utf-8")
    with pytest.raises(ToolchainError) as caught:
        document_pages(root)
    assert caught.value.messages == (
        "docs/models.md: links to nowhere.md, which does not exist",
        "docs/models.md: links to ../nothing.py, which does not exist",
    )


def test_a_wide_table_gets_the_room_of_the_table_of_contents(root):
    (root / "docs/models.md").write_text("# M\n\n| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n", "utf-8")
    assert document_pages(root)[0][1].text.startswith("---\nhide: ['toc']\n---\n# M\n")


def test_corrections_say_what_overlays_say(tmp_path):
    text = corrections_page(ROOT).text
    assert text.count("Can go when\n") == sum(
        path.read_text("utf-8").count("  - target:") for path in ROOT.glob("overlays/*/*.yaml")
    )
    assert "[q01](wire-facts.md#q01); confidence high" in text
    shutil.copytree(ROOT / "overlays", tmp_path / "overlays")
    path = tmp_path / "overlays/corrections/10-invoice-number.yaml"
    path.write_text(path.read_text("utf-8").replace("wire has:", "wire:"), "utf-8")
    with pytest.raises(ToolchainError, match=r"10-invoice-number\.yaml: action 1: description must be 'docs say: …"):
        corrections_page(tmp_path)


def test_changes_begin_with_the_newest():
    text = changes_page(ROOT).text
    versions = [line.split(" to ")[0].removeprefix("## From ") for line in text.splitlines() if line.startswith("## ")]
    assert versions == sorted((path.stem for path in ROOT.glob("openapi/released/*.json")), reverse=True)
    assert "### breaking (" in text


def test_the_http_page_names_every_operation_in_python():
    text = http_page(ROOT).text
    assert "| `PUT /invoices/{invoiceId}` | Replace an invoice | `client.invoices.update` |" in text
    assert text.count("| `client.") == 5


def test_redoc_asks_for_no_logo_and_is_the_reviewed_one(tmp_path):
    assert b"cdn.redoc" not in http_files(ROOT)["vendor/redoc.standalone.js"]
    shutil.copytree(ROOT / "docs/vendor", tmp_path / "docs/vendor")
    with (tmp_path / REDOC).open("ab") as file:
        file.write(b"//")
    with pytest.raises(ToolchainError, match=r"redoc\.standalone\.js: its SHA-256 is not the one in"):
        http_files(tmp_path)
