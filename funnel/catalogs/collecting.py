"""Every text of the interface, found in Python and in templates. The writing and the check ask."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

CODE = ("quizzes", "leads", "nurture", "funnel")
TEMPLATES = ("templates",)
_ENDINGS = {".html", ".txt"}
_NOT_INTERFACE = {"migrations"}
# Which argument of a call is the text; (1, "c") is a context before it.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def collect(root: Path) -> Catalog:
    """All texts, each with the files it stands in; no line numbers, which every edit would move."""
    catalog = Catalog()
    for path in _sources(root):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else python_of(text, path.name)
        found = extract(
            "python",
            io.BytesIO(source.encode()),
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        # Without lines nothing is written but the name; the stubs want a number all the same.
        place = (path.relative_to(root).as_posix(), 0)
        for _, said, comments, context in found:
            # A lone text can be empty by mistake; that is the name of the catalog's header.
            if said:
                catalog.add(said, locations=[place], auto_comments=comments, context=context)
    return catalog


def python_of(template: str, name: str) -> str:
    """A template's texts as calls, one a line; what stands around them is blanked out."""
    calls = templatize(template, origin=name)
    return "\n".join(line.strip() for line in calls.splitlines())


def _sources(root: Path) -> Iterator[Path]:
    for folder in CODE:
        files = sorted((root / folder).rglob("*.py"))
        yield from (path for path in files if not _NOT_INTERFACE & set(path.parts))
    for folder in TEMPLATES:
        files = sorted((root / folder).rglob("*"))
        yield from (path for path in files if path.suffix in _ENDINGS)
