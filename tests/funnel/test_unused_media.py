"""What nothing shows is forgotten after a day; what anything names stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from funnel.models import Theme
from funnel.tasks import forget_unused_media
from funnel.unused_media import forget_unused
from leads.media import cut_media, store_media
from leads.models import Business, MediaFile
from tests.funnel.factories import NOW, VIDEO, make_publication, make_rich_document
from tests.leads.pixels import noise, pixels

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1, seconds=1)


def names() -> set[str]:
    return set(MediaFile.objects.values_list("name", flat=True))


def test_an_abandoned_upload_is_forgotten_with_its_light_one_and_its_bytes() -> None:
    stored = store_media(content=noise("JPEG", 1300, 900), name="wide.jpg", now=NOW)
    assert stored.small is not None

    assert forget_unused(now=NOW + timedelta(hours=23)) == 0
    assert forget_unused(now=LATER) == 2
    assert forget_unused(now=LATER) == 0

    assert names() == set()
    assert default_storage.listdir("gifts") == ([], [])


def test_what_rows_name_stays_with_its_light_one_and_what_it_was_cut_from() -> None:
    whole = store_media(content=noise("PNG", 1300, 900), name="whole.png", now=NOW)
    cut = cut_media(media=whole, box=(0.0, 0.0, 0.5, 0.5), now=NOW)
    logo = store_media(content=pixels("PNG"), name="logo.png", now=NOW)
    store_media(content=VIDEO, name="lost.mp4", now=NOW)
    Business.objects.create(name="B", sender_name="B", sender_email="b@example.com", face=cut)
    Theme.objects.create(name="T", logo=logo)

    assert forget_unused(now=LATER) == 1

    assert "lost.mp4" not in names()
    assert {"whole.png", "logo.png", "whole-small.webp"} <= names()


def test_what_is_published_or_asked_stays() -> None:
    publication = make_publication(make_rich_document())
    before = names()

    assert forget_unused(now=LATER) == 0
    publication.funnel.steps.update(magnet=None)
    assert forget_unused(now=LATER) == 0

    assert names() == before != set()


def test_beat_rings_once_a_day() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["forget-unused-media"]
    assert entry == {"task": forget_unused_media.name, "schedule": 86_400.0}
    forget_unused_media()
