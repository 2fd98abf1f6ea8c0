"""Catalogs as files: .po that translators edit, .mo that the product reads.

Written without a clock, a tool's version or line numbers, so the same texts give the same bytes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

# Django's own rules, so that its texts and ours count alike.
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;",
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
}
_NOTE = "# Texts of Small Yes. See docs/languages.md.\n"
_MAGIC = 0x950412DE


def po_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def mo_path(root: Path, language: str) -> Path:
    return po_path(root, language).with_suffix(".mo")


def read_catalog(path: Path, language: str) -> Catalog:
    """Empty where there is no file yet. Raises KeyError for a language without plural rules."""
    text = path.read_text(encoding="utf-8") if path.is_file() else _header(language)
    return read_po(io.BytesIO(text.encode()), locale=language)


def to_po(catalog: Catalog, language: str) -> str:
    """Sorted by text, a sentence on one line however long it is."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=0,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return _NOTE + _header(language) + buffer.getvalue().decode().strip("\n") + "\n"


def to_mo(catalog: Catalog, language: str) -> bytes:
    """The format gettext reads: two sorted tables of lengths and places, then the texts."""
    head = "".join(f"{line}\n" for line in _head(language))
    entries = sorted([(b"", head.encode()), *_entries(catalog)])
    ids, texts = [key for key, _ in entries], [text for _, text in entries]
    first = 28 + 16 * len(entries)
    id_table, after = _table(ids, first)
    text_table, _ = _table(texts, after)
    front = struct.pack("<7I", _MAGIC, 0, len(entries), 28, 28 + 8 * len(entries), 0, first)
    return front + id_table + text_table + b"".join(each + b"\0" for each in ids + texts)


def _head(language: str) -> list[str]:
    return [
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    ]


def _header(language: str) -> str:
    """The entry without a name that every catalog begins with."""
    said = "".join(f'"{line}\\n"\n' for line in _head(language))
    return f'msgid ""\nmsgstr ""\n{said}\n'


def _entries(catalog: Catalog) -> Iterator[tuple[bytes, bytes]]:
    for message in catalog:
        said = forms(message.string)
        if message.id and not message.fuzzy and all(said):
            key = "\0".join(forms(message.id))
            name = f"{message.context}\x04{key}" if message.context else key
            yield name.encode(), "\0".join(said).encode()


def forms(said: str | Sequence[str] | None) -> list[str]:
    """One text, or its plural forms."""
    return [said or ""] if isinstance(said, str | None) else list(said)


def _table(texts: list[bytes], place: int) -> tuple[bytes, int]:
    """Length and place of each text when they stand from `place` on, and where they end."""
    table = b""
    for text in texts:
        table += struct.pack("<2I", len(text), place)
        place += len(text) + 1
    return table, place


def plural_count(language: str) -> int:
    return int(PLURALS[language].removeprefix("nplurals=")[0])
