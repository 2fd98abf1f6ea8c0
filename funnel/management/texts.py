"""manage.py funnel texts: every text of a funnel by its place, to hand to a translator."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import CommandParser

from funnel.checking.faults import Fault, RefusedError
from funnel.document import FunnelDocument
from funnel.models import Funnel
from funnel.portable.reading import read_portable
from funnel.portable.writing import dumped
from funnel.publishing.compile import compile_funnel
from funnel.translating import Said, said_in

_FILES = {".yaml", ".yml", ".zip"}


def add_texts_action(actions: argparse._SubParsersAction[CommandParser]) -> None:
    told = "Print the texts of a file or a draft by place, as a translation is written."
    texts = actions.add_parser("texts", help=told, description=told)
    texts.add_argument("subject", metavar="FILE-or-SLUG")
    texts.add_argument("--language", default="", help="with what is translated so far: de")


def texts_of(subject: str, language: str) -> str:
    """YAML: places and texts; with a language as a funnel's file takes them, the original above.

    Raises RefusedError, OSError.
    """
    document = _document(subject)
    if not language:
        return dumped({said.place: said.text for said in said_in(document)})
    told = document.translations.get(language, {})
    lines = ["translations:", f"  {language}:"]
    for said in said_in(document):
        lines += [f"    {line}" for line in _entry(said, told.get(said.place, ""))]
    return "\n".join(lines) + "\n"


def _entry(said: Said, text: str) -> list[str]:
    original = [f"# {line}".rstrip() for line in said.text.splitlines()]
    return [*original, *dumped({said.place: text}).splitlines()]


def _document(subject: str) -> FunnelDocument:
    if Path(subject).suffix in _FILES:
        return read_portable(Path(subject)).document
    funnel = Funnel.objects.filter(slug=subject).first()
    if funnel is None:
        raise RefusedError([Fault("", f"There is no funnel '{subject}'. To see all: funnel list")])
    return compile_funnel(funnel)
