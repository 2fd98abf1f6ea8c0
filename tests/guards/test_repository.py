"""What no file of this repository may hold: machines, registries, references to nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from django.contrib.staticfiles import finders

from tests.services.environment import ROOT

# Written in pieces, so that this file does not hold them either.
REGISTRIES = ("files." + "pythonhosted.org", "pypi" + ".org", "registry." + "npmjs.org")
INDEX_OPTIONS = ("--index" + "-url", "--extra-index" + "-url", "--find" + "-links")
MACHINE_PATHS = re.compile(r"/(?:home|Users)/\w+/|/ro" r"ot/|/wo" r"rk/\w+|C:\\Users")


def tracked_files() -> list[Path]:
    """What git would commit; without git (an unpacked archive) the tree itself."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    skipped = {".venv", "var", "__pycache__"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.parts)]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked_files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            found.append((str(path.relative_to(ROOT)), raw.decode("utf-8", "replace")))
    return found


def test_no_file_names_a_registry_or_a_machine() -> None:
    guilty = [
        name
        for name, text in texts()
        if any(host in text for host in REGISTRIES)
        or (name.startswith("requirements") and any(o in _options(text) for o in INDEX_OPTIONS))
        or MACHINE_PATHS.search(text)
    ]
    assert guilty == []


def _options(text: str) -> str:
    """The lines of a requirements file that pip acts on."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def test_templates_name_static_files_that_exist() -> None:
    named = {
        (name, file)
        for name, text in texts()
        if name.endswith((".html", ".txt", ".svg"))
        for file in re.findall(r"{%\s*static\s+[\"']([^\"'{]+)[\"']", text)
    }
    assert sorted((name, file) for name, file in named if finders.find(file) is None) == []
