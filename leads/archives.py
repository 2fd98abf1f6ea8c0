"""What may be in a zip that people download: looked at without writing any of it to a disk.

Sizes that an archive claims are not believed: what it unpacks to is counted while reading.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from leads.file_kinds import MediaRefusedError, Readable, ending_of, is_program

MOST_ENTRIES = 2_000
MOST_UNPACKED = 500 * 1024 * 1024
MOST_RATIO = 100
# A path of a kilobyte for each entry; more is a directory nobody can want.
_MOST_DIRECTORY = MOST_ENTRIES * 1024
_PIECE = 256 * 1024
_ENCRYPTED = 0x1 | 0x40
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_END = struct.Struct("<4s4H2LH")
_END_SIGN = b"PK\x05\x06"
_AWAY = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")
# fmt: off
_PROGRAMS = {
    ".apk", ".app", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".dmg", ".exe", ".gadget",
    ".hta", ".inf", ".jar", ".js", ".jse", ".lnk", ".msc", ".msi", ".msp", ".pif", ".pkg",
    ".ps1", ".reg", ".scr", ".sh", ".svg", ".url", ".vb", ".vbe", ".vbs", ".wsf", ".wsh", ".xll",
}
_NESTED = {".7z", ".bz2", ".cab", ".gz", ".img", ".iso", ".rar", ".tar", ".tgz", ".xz", ".zip"}
# fmt: on


def check_archive(file: Readable, name: str) -> None:
    """Raises MediaRefusedError with what is wrong; a sound archive passes silently."""
    try:
        _check_directory(file, name)
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            _check_entries(infos, name)
            _check_sizes(infos, name)
            _unpack(archive, infos, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        struct.error,
        RuntimeError,  # what zipfile raises for a password
    ) as error:
        raise MediaRefusedError(
            _("%(name)s is a damaged zip. Make it again.") % {"name": name}
        ) from error
    finally:
        file.seek(0)


def _check_directory(file: Readable, name: str) -> None:
    """How many entries it claims, before a list of them fills the memory."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - _END.size - 0xFFFF))
    tail = file.read()
    start = tail.rfind(_END_SIGN)
    _sign, _disk, _first, _here, count, size, _offset, _comment = _END.unpack_from(tail, start)
    if count > MOST_ENTRIES or size > _MOST_DIRECTORY:
        raise MediaRefusedError(
            _("%(name)s holds more than 2,000 files. Put fewer into it.") % {"name": name}
        )


def _check_entries(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MOST_ENTRIES:
        raise MediaRefusedError(
            _("%(name)s holds more than 2,000 files. Put fewer into it.") % {"name": name}
        )
    for info in infos:
        about = {"name": name, "entry": info.filename[:100]}
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
            sentence = _("%(name)s has a password or a rare way of packing. Make a plain zip.")
        elif _AWAY.search(info.orig_filename):
            sentence = _("%(name)s holds a file with an unsafe path: %(entry)s. Pack it again.")
        elif ending_of(info.filename.rstrip(". ")) in _PROGRAMS:
            sentence = _("%(name)s holds a program: %(entry)s. Take it out.")
        elif ending_of(info.filename.rstrip(". ")) in _NESTED:
            sentence = _("%(name)s holds another archive: %(entry)s. Put its files in directly.")
        else:
            continue
        raise MediaRefusedError(sentence % about)


def _check_sizes(infos: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1024):
        raise _too_much(name)


def _unpack(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> None:
    """Reads every entry and keeps none of it."""
    left = MOST_UNPACKED
    for info in infos:
        if info.is_dir():
            continue
        with archive.open(info) as entry:
            piece = entry.read(_PIECE)
            if is_program(piece[:8]):
                raise MediaRefusedError(
                    _("%(name)s holds a program: %(entry)s. Take it out.")
                    % {"name": name, "entry": info.filename[:100]}
                )
            while piece:
                left -= len(piece)
                if left < 0:
                    raise _too_much(name)
                piece = entry.read(_PIECE)


def _too_much(name: str) -> MediaRefusedError:
    return MediaRefusedError(
        _("%(name)s unpacks to far more than it looks like. Put less into it.") % {"name": name}
    )
