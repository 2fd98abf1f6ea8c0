"""A replay is what it repeats: the same rows, the same files, and nothing beside another funnel."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from funnel.models import Funnel, Publication
from funnel.publishing.loading import published
from leads.models import MediaFile
from tests.funnel.factories import MEDIA, make_document, make_publication, make_rich_document
from tests.funnel.journey.stored import Stored, everything

pytestmark = pytest.mark.django_db


def undone() -> Stored:
    """The rows of a rich live funnel that is gone again."""
    with transaction.atomic():
        make_publication(make_rich_document())
        rows = everything()
        for media in MediaFile.objects.all():
            default_storage.delete(str(media.file.name))
        transaction.set_rollback(True)
    return rows


def test_the_second_is_the_first_again() -> None:
    first = undone()
    publication = make_publication(make_rich_document())

    assert everything() == first
    assert published(publication.pk) == make_rich_document()
    contents = set()
    for media in MediaFile.objects.all():
        with default_storage.open(str(media.file.name)) as file:
            contents.add(file.read())
    assert contents == set(MEDIA.values())


def test_beside_another_funnel_it_is_made_in_earnest() -> None:
    undone()
    make_publication()
    other = make_publication(make_document(slug="other"))

    assert set(Funnel.objects.live().values_list("slug", flat=True)) == {"rates", "other"}
    assert Publication.objects.count() == 2
    assert published(other.pk).slug == "other"
