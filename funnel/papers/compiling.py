"""Runs typst: a static template and data in, a PDF or a picture out.

Words reach the template as JSON and are set as they are: none is ever read as typst's own
language. Templates live in a folder of their own, which is all that typst may read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import Literal

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "typ"
_AT_ONCE = 2
_PATIENCE_SECONDS = 10
_KEPT = 24
_free = BoundedSemaphore(_AT_ONCE)

Paper = Mapping[str, object]


class BusyPressError(Exception):
    """Too many sheets are being made right now; the next try will do."""


def compiled(template: str, paper: Paper, form: Literal["pdf", "png"]) -> bytes:
    """The file; a picture has one pixel a point. At most two are made at once in a process,
    and the last few are kept.

    Raises BusyPressError when the wait would be too long for somebody who waits for a page.
    """
    return _compiled(template, _json(paper), form)


@lru_cache(maxsize=_KEPT)
def _compiled(template: str, words: str, form: Literal["pdf", "png"]) -> bytes:
    if not _free.acquire(timeout=_PATIENCE_SECONDS):
        raise BusyPressError
    try:
        made = typst.compile(
            _TEMPLATES / f"{template}.typ",
            root=_TEMPLATES,
            font_paths=_fonts(),
            format=form,
            ppi=72,
            sys_inputs={"data": words},
            # Nothing is ever fetched: these folders hold no packages, and no template asks for one.
            package_path=_TEMPLATES,
            package_cache_path=_TEMPLATES,
        )
    finally:
        _free.release()
    # Of several pages a picture would come as several; ours have one.
    assert isinstance(made, bytes)
    return made


def fingerprint(template: str, paper: Paper) -> str:
    """Names what compiled() would make: the same words in the same template, the same name."""
    return sha256(f"{_template_mark(template)}{_json(paper)}".encode()).hexdigest()[:20]


def _json(paper: Paper) -> str:
    return json.dumps(paper, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=4)
def _template_mark(template: str) -> str:
    return sha256((_TEMPLATES / f"{template}.typ").read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our own fonts first; those of the machine stand in for scripts we do not ship."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=[_HERE / "fonts"])
