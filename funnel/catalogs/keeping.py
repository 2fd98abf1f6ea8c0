"""Bringing the catalogs in line with the texts, and saying what keeps them from being whole."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from funnel.catalogs.collecting import collect
from funnel.catalogs.files import (
    PLURALS,
    forms,
    mo_path,
    plural_count,
    po_path,
    read_catalog,
    to_mo,
    to_po,
)

SOURCE = "en"
# Python's, and those that a script fills in: {n}.
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdifr]|\{\w+\}")


def bring_in_line(root: Path) -> None:
    """Writes every .po with all texts and no other, and its .mo. English says what stands."""
    texts = collect(root)
    for language in PLURALS:
        catalog = read_catalog(po_path(root, language), language)
        # A copy: what is new is taken over as it is, and each language says it otherwise.
        catalog.update(copy.deepcopy(texts), no_fuzzy_matching=True)
        if language == SOURCE:
            _say_as_written(catalog)
        path = po_path(root, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_po(catalog, language), encoding="utf-8", newline="\n")
        mo_path(root, language).write_bytes(to_mo(read_catalog(path, language), language))


def complaints(root: Path) -> list[str]:
    """What is wrong with the catalogs, a sentence each; nothing is written."""
    texts = collect(root)
    return [said for language in PLURALS for said in _of_language(root, language, texts)]


def _of_language(root: Path, language: str, texts: Catalog) -> Iterator[str]:
    catalog = read_catalog(po_path(root, language), language)
    standing = {_name(each): each for each in catalog if each.id}
    wanted = {_name(each): each for each in texts if each.id}
    for name, text in wanted.items():
        message = standing.get(name)
        if message is None or forms(message.id) != forms(text.id):
            yield f"{language}: not in the catalog: {_start(text)}"
        else:
            yield from (
                f"{language}: {fault}: {_start(text)}" for fault in _faults(message, language)
            )
    for name in standing.keys() - wanted.keys():
        yield f"{language}: nobody says this any more: {_start(standing[name])}"
    compiled = mo_path(root, language)
    if not compiled.is_file() or compiled.read_bytes() != to_mo(catalog, language):
        yield f"{language}: {compiled.name} is older than {compiled.stem}.po. Run make messages."


def _faults(message: Message, language: str) -> Iterator[str]:
    said = forms(message.string)
    if message.fuzzy:
        yield "marked as fuzzy, so nobody reads it"
    wanted = plural_count(language) if message.pluralizable else 1
    if len(said) != wanted or not all(said):
        yield "not translated"
    elif not _has_its_placeholders(message, said):
        yield "other placeholders than the text has"


def _has_its_placeholders(message: Message, said: list[str]) -> bool:
    ids = forms(message.id)
    if not message.pluralizable:
        return _placeholders(said[0]) == _placeholders(ids[0])
    # "One minute" may leave the number out; what was never handed over cannot be said.
    known = set().union(*(_placeholders(each) for each in ids))
    return all(set(_placeholders(each)) <= known for each in said)


def _placeholders(text: str) -> Counter[str]:
    return Counter(found[0] for found in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _say_as_written(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            message.string = message.id


def _name(message: Message) -> tuple[str, str]:
    return message.context or "", forms(message.id)[0]


def _start(message: Message) -> str:
    return f"“{forms(message.id)[0][:80]}”"
