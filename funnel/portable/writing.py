"""A document as YAML that people like to read and edit, or as a zip; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import yaml

from funnel.document import FunnelDocument
from funnel.portable.zip_reading import DOCUMENT

# Long sentences stay on one line: a changed word is then one changed line.
_WIDTH = 1_000_000
_ODD_BREAKS = {"\x85", "\u2028", "\u2029"}
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)


class _Dumper(yaml.SafeDumper):
    """SafeDumper with block scalars, indented lists and no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _ODD_BREAKS & set(text):
        style = '"'  # there they are escaped; elsewhere they would be read back as line breaks
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(document: FunnelDocument) -> str:
    """Keys in the model's order, what equals a default left out, `format` always first."""
    data = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dumped({"format": document.format, **data})


def dumped(data: Mapping[str, object]) -> str:
    """Plain data in the house's way of writing YAML."""
    return yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def to_zip(document: FunnelDocument, media: Mapping[str, bytes]) -> bytes:
    """funnel.yaml first, then the media by name; no clock in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, DOCUMENT, to_yaml(document).encode(), zipfile.ZIP_DEFLATED)
        for path, content in sorted(media.items()):
            _add(archive, path, content, zipfile.ZIP_STORED)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, date_time=_TIMESTAMP)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, content)
