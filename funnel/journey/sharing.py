"""A result to show to friends: its name and words under a link of its own, and nothing of anybody.

The page, the picture and the tags that other sites read are made from the published document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from funnel.document import FunnelDocument, OptInStep, QuizStep, ResultStep
from funnel.journey.colour import ink_on
from funnel.journey.speaking import landing_address
from funnel.models import Publication
from funnel.papers.picture import HEIGHT, WIDTH, Picture
from funnel.papers.wording import first_sentence
from funnel.publishing.loading import published
from leads.business import business
from quizzes.document import OutcomeDoc
from quizzes.recall import Words, render_gently

# How far back a result is looked for that the live version no longer has.
_VERSIONS_BACK = 10
_FROM_SHARE = urlencode({"utm_source": "share", "utm_medium": "result"})
# Where a language has one country that tags usually name.
_LOCALES = {"en": "en_US", "de": "de_DE", "es": "es_ES", "ar": "ar_AR", "fr": "fr_FR"}


@dataclass(frozen=True, slots=True)
class Shared:
    """What a share page says; lines of plain text. `text` is '' behind a gate."""

    document: FunnelDocument
    key: str
    name: str
    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenGraph:
    """What other sites show of a link; `address` is absolute, `picture_path` a path of ours."""

    title: str
    text: str
    address: str
    picture_path: str
    picture_text: str
    locale: str
    width: int = WIDTH
    height: int = HEIGHT
    # Of a picture of the marketer's own, kind and size are for the reader to find out.
    is_drawn: bool = True

    @property
    def picture(self) -> str:
        """A bucket's file has a whole address of its own."""
        is_whole = self.picture_path.startswith(("https://", "http://"))
        return self.picture_path if is_whole else settings.SITE_URL + self.picture_path


def shared_result(publication: Publication, outcome: str, language: str = "") -> Shared | None:
    """The result by its key, from the live version or else the newest that had it; else None.

    `language` is one the funnel can be read in, or '' for the one it was written in.
    """
    for pk in _versions(publication):
        document = in_language(pk, language)
        found = find_outcome(document, outcome)
        if found is not None:
            return shared(document, found)
    return None


def in_language(publication_id: int, language: str) -> FunnelDocument:
    """In one of its further languages, else as it was written: addresses may name anything."""
    document = published(publication_id)
    is_known = language in document.translations
    return published(publication_id, language) if is_known else document


def shared(document: FunnelDocument, outcome: OutcomeDoc) -> Shared:
    """Tags of recall get their fallbacks: a friend has answered nothing."""
    nobody = Words(result=outcome.name)
    text = render_gently(outcome.share_text, nobody, is_markdown=False)
    return Shared(
        document=document,
        key=outcome.key,
        name=outcome.name,
        headline=render_gently(outcome.headline, nobody, is_markdown=False),
        text=""
        if is_gated(document)
        else text or first_sentence(render_gently(outcome.interpretation, nobody)),
    )


def find_outcome(document: FunnelDocument, key: str) -> OutcomeDoc | None:
    quizzes = (step.quiz for step in document.steps if isinstance(step, QuizStep))
    return next((found for quiz in quizzes if (found := quiz.outcome(key))), None)


def is_gated(document: FunnelDocument) -> bool:
    """An address is asked for before the first result, so its words are not given away."""
    for step in document.steps:
        if isinstance(step, OptInStep):
            return True
        if isinstance(step, ResultStep):
            return False
    return False


def share_address(document: FunnelDocument, outcome: str) -> str:
    """The path of the page to share, in the language that this document speaks."""
    return _spoken(document, reverse("journey:share", args=[document.slug, outcome]))


def way_in(document: FunnelDocument) -> str:
    """The landing page, with where the visitor comes from."""
    return f"{landing_address(document)}?{_FROM_SHARE}"


def picture_of(found: Shared) -> Picture:
    return _picture(found.document, eyebrow=found.document.name, title=found.name)


def picture_of_landing(document: FunnelDocument) -> Picture:
    return _picture(document, eyebrow=document.name, title=document.hook.text)


def graph_of(found: Shared) -> OpenGraph:
    document = found.document
    picture = reverse("journey:share_picture", args=[document.slug, found.key])
    return OpenGraph(
        title=_("%(name)s: my result in “%(quiz)s”") % {"name": found.name, "quiz": document.name},
        text=found.text or found.headline,
        address=settings.SITE_URL + share_address(document, found.key),
        picture_path=_spoken(document, picture, v=picture_of(found).mark),
        picture_text=f"{document.name}: {found.name}",
        locale=locale(document.language),
    )


def graph_of_landing(document: FunnelDocument, files: Mapping[str, str]) -> OpenGraph:
    """In the marketer's own words and picture where there are any; `files` are names by hash."""
    own = document.share
    graph = OpenGraph(
        title=own.title or document.name,
        text=own.text or document.hook.text,
        address=settings.SITE_URL + landing_address(document),
        picture_path="",
        picture_text=document.hook.text,
        locale=locale(document.language),
    )
    if own.image and own.image.sha256 in files:
        path = default_storage.url(files[own.image.sha256])
        return replace(graph, picture_path=path, picture_text=own.image.alt, is_drawn=False)
    picture = reverse("journey:landing_picture", args=[document.slug])
    mark = picture_of_landing(document).mark
    return replace(graph, picture_path=_spoken(document, picture, v=mark))


def locale(language: str) -> str:
    """`de-at` as de_AT; '' where nobody said which country."""
    code, _dash, country = language.partition("-")
    return f"{code}_{country.upper()}" if country else _LOCALES.get(code, "")


def _spoken(document: FunnelDocument, path: str, **query: str) -> str:
    """A further language stands in the address: who opens a link reads what was shared."""
    if document.language in document.translations:
        query["language"] = document.language
    return f"{path}?{urlencode(query)}" if query else path


def _versions(publication: Publication) -> Iterator[int]:
    """The live one first; the others are read only when it lacks what is looked for."""
    yield publication.pk
    versions = Publication.objects.versions()
    others = versions.filter(funnel_id=publication.funnel_id).exclude(pk=publication.pk)
    yield from others.order_by("-number").values_list("pk", flat=True)[:_VERSIONS_BACK]


def _picture(document: FunnelDocument, *, eyebrow: str, title: str) -> Picture:
    accent = document.theme.accent
    return Picture(
        eyebrow=eyebrow,
        title=title,
        button=_("Find out yours"),
        foot=business().name,
        accent=accent,
        ink=ink_on(accent),
        language=document.language,
    )
