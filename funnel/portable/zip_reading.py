"""A zip with funnel.yaml and media/, read in memory and never unpacked to a disk.

Names, number and true sizes are checked while reading; what the directory claims is not believed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.portable.refusal import ImportRefusedError

MAX_ENTRIES = 200
MAX_BYTES = 100 * 1024 * 1024
DOCUMENT = "funnel.yaml"
_NAME = re.compile(r"media/[a-z0-9][a-z0-9._-]{0,99}")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


def read_entries(path: Path) -> dict[str, bytes]:
    """Contents by name, funnel.yaml among them. Raises ImportRefusedError."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if info.filename != "media/"]
            faults = _entry_faults(infos)
            if faults:
                raise ImportRefusedError(faults)
            return _contents(archive, infos)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ImportRefusedError([Fault("", _("This zip is damaged. Make it again."))]) from error


def _entry_faults(infos: list[zipfile.ZipInfo]) -> list[Fault]:
    if len(infos) > MAX_ENTRIES:
        sentence = _("This zip holds more than %(most)s files. Remove some.")
        return [Fault("", sentence % {"most": MAX_ENTRIES})]
    faults: list[Fault] = []
    names: set[str] = set()
    for info in infos:
        name = info.filename
        if name != DOCUMENT and not _NAME.fullmatch(name):
            sentence = _("Only %(document)s and media/<name> in small letters belong here.")
            faults.append(Fault(name[:200], sentence % {"document": DOCUMENT}))
        elif name in names:
            faults.append(Fault(name, _("This file stands in the zip twice. Keep one.")))
        elif info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
            faults.append(Fault(name, _("Make the zip without a password and with plain deflate.")))
        names.add(name)
    if DOCUMENT not in names:
        sentence = _("There is no %(document)s in this zip. Add it.")
        faults.append(Fault("", sentence % {"document": DOCUMENT}))
    return faults


def _contents(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    left, contents = MAX_BYTES, dict[str, bytes]()
    for info in infos:
        with archive.open(info) as entry:
            data = entry.read(left + 1)
        left -= len(data)
        if left < 0:
            raise ImportRefusedError([Fault("", _("Unpacked, this zip is larger than 100 MB."))])
        contents[info.filename] = data
    return contents
