"""Published mail series: immutable, found again by their content.

Publishing a funnel writes them; the sender reads nothing else of a series.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated

from django.db import transaction
from django.db.models import Max, QuerySet
from pydantic import Field, StringConstraints

from nurture.document import MessageDoc, SequenceDoc
from nurture.models import Sequence, SequenceVersion
from quizzes.document import Doc

# Far above what is ever published, so that trials leave no gap in the numbers.
_FIRST_TRIAL = 1_000_000_000
_Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class ThemeColours(Doc):
    """The funnel's look as far as a mail can show it."""

    accent: _Colour = "#0b6e4f"
    accent_dark: _Colour = "#5fd0a5"
    corner: Annotated[int, Field(ge=0, le=28)] = 14


class SeriesContent(Doc):
    """What a SequenceVersion's document holds."""

    sequence: SequenceDoc
    theme: ThemeColours
    time_zone: str
    language: str
    # In a further language: what results are called there, by key.
    results: dict[str, str] = {}

    def message(self, key: str) -> MessageDoc | None:
        return next((each for each in self.sequence.messages if each.key == key), None)

    def index(self, key: str) -> int:
        """Where this mail stands in the series; raises ValueError for an unknown key."""
        return [each.key for each in self.sequence.messages].index(key)


@transaction.atomic
def publish_sequence(
    *,
    sequence: Sequence,
    document: SequenceDoc,
    theme: ThemeColours,
    time_zone: str,
    language: str,
    now: datetime,
    results: Mapping[str, str] | None = None,
    is_trial: bool = False,
) -> SequenceVersion:
    """The version with this content: the one that stands already, or a new one. It is the one that
    people on their way follow from now on.

    A trial's takes no number of those that were live, and becomes one of them when its content
    is published; nobody on their way follows it.
    """
    # Two publishers at once would take the same number.
    Sequence.objects.select_for_update().get(pk=sequence.pk)
    content = SeriesContent(
        sequence=document,
        theme=theme,
        time_zone=time_zone,
        language=language,
        results=dict(results or {}),
    )
    text = canonical(content)
    written = SequenceVersion(
        sequence=sequence,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        document=text,
        created_at=now,
        is_trial=is_trial,
        language=language,
        is_current=not is_trial,
    )
    return _published(written)


def _published(written: SequenceVersion) -> SequenceVersion:
    """The version that stands already with this content, made current; else `written`, kept."""
    versions = SequenceVersion.objects.filter(sequence=written.sequence)
    standing = versions.filter(content_hash=written.content_hash).first()
    if standing is not None and written.is_trial:
        return standing
    if not written.is_trial:
        versions.filter(language=written.language, is_current=True).update(is_current=False)
    if standing is None:
        written.number = _next_number(versions, is_trial=written.is_trial)
        written.save()
        return written
    if standing.is_trial:
        standing.number = _next_number(versions, is_trial=False)
    standing.is_trial, standing.is_current, standing.language = False, True, written.language
    standing.save(update_fields=["number", "is_trial", "is_current", "language"])
    return standing


def _next_number(versions: QuerySet[SequenceVersion], *, is_trial: bool) -> int:
    last: int | None = versions.filter(is_trial=is_trial).aggregate(last=Max("number"))["last"]
    return (last or (_FIRST_TRIAL if is_trial else 0)) + 1


def content_of(version: SequenceVersion) -> SeriesContent:
    """The series as frozen objects; read once per process and version."""
    return _parsed(version.document)


def canonical(document: Doc) -> str:
    """One text for one content: sorted keys, no spaces, letters as they are."""
    values = document.model_dump(mode="json", by_alias=True)
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=256)
def _parsed(text: str) -> SeriesContent:
    return SeriesContent.model_validate_json(text)
