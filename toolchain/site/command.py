"""`python -m toolchain site`: build the documentation into a folder of static files, and show it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toolchain.errors import ToolchainError
from toolchain.generate.pipeline import ROOT
from toolchain.site.description import changes_page, corrections_page, http_files, http_page
from toolchain.site.pages import SECTIONS, Page, document_pages
from toolchain.site.reference import reference_pages

if TYPE_CHECKING:
    import argparse

ADDRESS: Final = "https://site.invalid/"
_CANONICAL = re.compile(r'<link rel="(canonical|alternate)" [^>]*site\.invalid[^>]*>')
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_FAULT = re.compile(r"^(?:Warning|griffe|mkdocstrings|\w*Error): (?!Aborted)(.+)(?:\n\s*╭─\[ (\S+) \])?", re.MULTILINE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--out", metavar="DIR", type=Path, default=ROOT / "build/site", help="where (build/site)")
    parser.add_argument("--serve", action="store_true", help="then show it on 127.0.0.1 until interrupted")
    parser.add_argument("--port", type=int, default=8000, help="for --serve (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Run the command; ToolchainError where a page is faulty or the builder warns."""
    out: Path = args.out.resolve()
    build(ROOT, out)
    print(f"Built {sum(1 for _ in out.rglob('index.html'))} pages into {os.path.relpath(out)}")
    if args.serve:
        server = ThreadingHTTPServer(("127.0.0.1", args.port), partial(SimpleHTTPRequestHandler, directory=out))
        print(f"http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
        with server, suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0


def build(root: Path, out: Path) -> None:
    """Build the site of the repository at `root` into `out`, in place of what is there."""
    if find_spec("zensical") is None:
        raise ToolchainError("zensical is not installed here: make docs has an environment with it")
    source = out.with_name(f"{out.name}-source")
    shutil.rmtree(source, ignore_errors=True)
    pages, pictures = document_pages(root)
    pages += [*reference_pages(root), http_page(root), corrections_page(root), changes_page(root)]
    files = {path: file.read_bytes() for path, file in pictures.items()} | http_files(root)
    for path, content in files.items():
        _write(source / "docs" / path, content)
    for page in pages:
        _write(source / "docs" / page.path, page.text.encode())
    shutil.copytree(root / "docs/site", source, dirs_exist_ok=True)
    settings = (source / "zensical.toml").read_text("utf-8")
    settings = settings.replace("nav = []", f"nav = {_navigation(pages)}").replace("'../..", f"'{root}")
    (source / "zensical.toml").write_text(settings, "utf-8")
    run_builder(source)
    _make_relative(source / "site")
    shutil.rmtree(out, ignore_errors=True)
    (source / "site").rename(out)


def _make_relative(site: Path) -> None:
    """Let no page know where the site lies: it may be read from any address, or from a folder."""
    (site / "sitemap.xml").unlink()
    for path in (path for path in site.rglob("*") if path.suffix in {".html", ".md", ".txt"}):
        text = _CANONICAL.sub("", path.read_text("utf-8"))
        path.write_text(text.replace(ADDRESS, "../" * len(path.relative_to(site).parents[1:])), "utf-8")


def _navigation(pages: list[Page]) -> str:
    """Return the pages by section as a TOML value."""
    sections: list[str] = []
    for name in SECTIONS:
        members = [page for page in pages if page.section == name]
        entries = [f"{{ {_quoted(page.title)} = {_quoted(page.path)} }}" for page in members]
        target = f"[{', '.join(entries)}]" if len(members) > 1 else _quoted(members[0].path)
        sections.append(f"{{ {_quoted(name)} = {target} }}")
    return f"[{', '.join(sections)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def run_builder(source: Path) -> None:
    """Build what `source/zensical.toml` says; ToolchainError with each warning, such as a link that leads nowhere."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(source / "zensical.toml")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said = _ANSI.sub("", done.stdout + done.stderr)
    faults = [f"{place or 'zensical'}: {message}" for message, place in _FAULT.findall(said)]
    if faults or done.returncode:
        raise ToolchainError(*faults or ["zensical failed and did not say why"])
