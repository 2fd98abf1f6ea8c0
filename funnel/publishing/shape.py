"""From plain data (a draft's rows, a file's YAML) to a FunnelDocument, or to faults.

Every text crosses clean_text() here, so what is published was clean on either way in.
"""

from __future__ import annotations

import json

from pydantic import ValidationError

from funnel.checking.faults import Fault
from funnel.checking.sentences import UNREADABLE, faults_of
from funnel.document import FunnelDocument
from quizzes.cleantext import UnreadableTextError, clean_text

# What a YAML file or a draft is made of once read: the JSON types.
Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None

# Longer texts are refused by the document's own limits, which name the place.
_NEVER_CUT = 10_000_000


def shaped(raw: Plain) -> FunnelDocument | list[Fault]:
    """The document, or every fault of its shape with its place."""
    faults: list[Fault] = []
    clean = cleaned(raw, "", faults)
    if faults:
        return faults
    try:
        # Through JSON: strict mode takes a list for a tuple only there.
        return FunnelDocument.model_validate_json(json.dumps(clean))
    except ValidationError as error:
        return faults_of(error, clean)


def cleaned(raw: Plain, path: str, faults: list[Fault]) -> Plain:
    """Every text cleaned; one that cannot be read is empty, and a fault is added."""
    match raw:
        case str():
            try:
                return clean_text(raw, limit=_NEVER_CUT, is_multiline=True)
            except UnreadableTextError:
                faults.append(Fault(path, str(UNREADABLE)))
                return ""
        case dict():
            return {
                key: cleaned(value, f"{path}.{key}".lstrip("."), faults)
                for key, value in raw.items()
            }
        case list():
            return [cleaned(value, f"{path}[{index}]", faults) for index, value in enumerate(raw)]
        case _:
            return raw
