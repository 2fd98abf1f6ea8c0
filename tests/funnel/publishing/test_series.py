"""Mail series go live once per language, found again by their content."""

from __future__ import annotations

import pytest

from funnel.document import FunnelDocument
from funnel.models import Publication
from funnel.portable.importing import import_funnel
from funnel.publishing import publish
from funnel.publishing.loading import published
from funnel.publishing.series import series_version
from nurture.models import SequenceVersion
from nurture.planning.versions import content_of
from tests.funnel.factories import NOW, make_document, make_publication
from tests.funnel.translating.documents import in_languages, said_in

pytestmark = pytest.mark.django_db


def again(document: FunnelDocument) -> Publication:
    funnel = import_funnel(document=document, media={}, now=NOW, by=None, replace=True)
    return publish(funnel=funnel, now=NOW, by=None)


def test_each_language_has_a_version_of_its_own() -> None:
    publication = make_publication(in_languages("ar", "de"))
    versions = {row.pk: content_of(row) for row in SequenceVersion.objects.all()}
    own = publication.versions["after"]
    assert {own["id"], *(each["id"] for each in own["languages"].values())} == versions.keys()
    assert {
        language: versions[each["id"]].sequence.messages[0].subject
        for language, each in {"": own, **own["languages"]}.items()
    } == {"": "First", "ar": "ar: First", "de": "de: First"}
    assert versions[own["languages"]["ar"]["id"]].language == "ar"


def test_series_version_is_the_one_the_visitor_reads() -> None:
    publication = make_publication(in_languages("de"))
    read = {
        language: content_of(series_version(publication, "after", language)).language
        for language in ("", "de", "en", "fr")
    }
    assert read == {"": "en", "de": "de", "en": "en", "fr": "en"}


def test_the_same_content_is_the_same_version() -> None:
    first = make_publication(in_languages("de"))
    assert again(in_languages("de")) == first
    document = in_languages("de")
    changed = {**said_in(document, "de"), "hook.text": "de: anders"}
    second = again(document.model_copy(update={"translations": {"de": changed}}))
    assert (second.number, second.versions) == (2, first.versions)
    assert published(second.pk, "de").hook.text == "de: anders"
    assert published(first.pk, "de").hook.text.startswith("de: Are you")


def test_without_further_languages_nothing_is_said_of_them() -> None:
    publication = make_publication(make_document())
    assert list(publication.versions["after"]) == ["id", "content_hash"]
