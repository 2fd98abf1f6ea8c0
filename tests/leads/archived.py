"""Zips for tests: plain ones, and ones that lie."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def zipped(entries: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.filename, info.compress_type = name, method
            archive.writestr(info, content)
    return out.getvalue()
