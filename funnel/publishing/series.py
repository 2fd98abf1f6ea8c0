"""The mail series of a funnel going live, each once per language. Publishing calls it."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired

from django.db.models import Q, QuerySet
from typing_extensions import TypedDict

from funnel.document import FunnelDocument, QuizStep
from funnel.models import Funnel, Publication
from funnel.translating import translated
from leads.business import business
from nurture.models import Sequence, SequenceVersion
from nurture.planning.versions import ThemeColours, publish_sequence


class Version(TypedDict):
    id: int
    content_hash: str


class SeriesVersion(Version):
    """The version in the funnel's own language, and by code those in its further ones."""

    languages: NotRequired[dict[str, Version]]


# What a Publication keeps: by the key of the series.
SeriesVersions = dict[str, SeriesVersion]


def publish_all_series(
    *, funnel: Funnel, document: FunnelDocument, now: datetime, is_trial: bool = False
) -> SeriesVersions:
    """Writes what is new of them and says which versions this document goes with."""
    spoken = [translated(document, language) for language in document.translations]
    versions: SeriesVersions = {}
    for sequence in series_of(funnel):
        own = _version(sequence, document, now, is_trial=is_trial)
        if own is None:
            continue
        versions[sequence.key] = {"id": own["id"], "content_hash": own["content_hash"]}
        others = {
            each.language: _version(sequence, each, now, is_trial=is_trial) for each in spoken
        }
        if others:
            versions[sequence.key]["languages"] = {
                language: version for language, version in others.items() if version is not None
            }
    return versions


def series_of(funnel: Funnel) -> QuerySet[Sequence]:
    """The series of a funnel: those results lead to, and those a step lets people ask for."""
    mine = Q(seriesrule__funnel=funnel) | Q(step__funnel=funnel)
    return Sequence.objects.filter(mine).order_by("seriesrule__position", "step__position", "pk")


def series_version(publication: Publication, key: str, language: str) -> SequenceVersion:
    """The series as one visit's mails are written: in its language where there is one.

    `language` is what the visit reads; '' is the funnel's own.
    """
    own: SeriesVersion = publication.versions[key]
    version = own.get("languages", {}).get(language, own)
    return SequenceVersion.objects.select_related("sequence").get(pk=version["id"])


def _results(document: FunnelDocument) -> dict[str, str]:
    """What results are called, for mails that recall them in a further language."""
    quizzes = (step.quiz for step in document.steps if isinstance(step, QuizStep))
    return {each.key: each.name for quiz in quizzes for each in quiz.outcomes}


def _version(
    sequence: Sequence, document: FunnelDocument, now: datetime, *, is_trial: bool
) -> Version | None:
    part = document.sequence(sequence.key)
    if part is None:
        return None
    look = document.theme
    published = publish_sequence(
        sequence=sequence,
        document=part,
        theme=ThemeColours(accent=look.accent, accent_dark=look.accent_dark, corner=look.corner),
        time_zone=business().time_zone,
        language=document.language,
        now=now,
        results=_results(document) if document.language in document.translations else None,
        is_trial=is_trial,
    )
    return Version(id=published.pk, content_hash=published.content_hash)
