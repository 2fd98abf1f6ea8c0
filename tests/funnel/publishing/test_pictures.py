from __future__ import annotations

import hashlib

import pytest

from funnel.checking.images import images_of
from funnel.portable.importing import import_funnel
from funnel.publishing import Fault, PublishError, publish
from funnel.publishing.compile import compile_funnel, compile_step
from funnel.publishing.draft_gifts import media_names
from funnel.publishing.stored import stored_files
from leads.models import MediaFile
from tests.funnel.factories import NOW, document_from, edited, make_funnel, plain_document
from tests.funnel.kinds import make_kinds_document
from tests.leads.pixels import noise


def test_a_picture_and_a_gift_of_one_name_are_told_apart() -> None:
    pictures = [
        MediaFile(pk=1, name="a.png", sha256="a" * 64),
        MediaFile(pk=2, name="a.png", sha256="b" * 64),
        MediaFile(pk=3, name="c.png", sha256="c" * 64),
    ]

    assert media_names([], pictures) == {1: "a-aaaaaaaa.png", 2: "a-bbbbbbbb.png", 3: "c.png"}


@pytest.mark.django_db
def test_a_lost_picture_is_named_with_its_place() -> None:
    funnel = make_funnel(make_kinds_document())
    places = [place for place, _ in images_of(compile_funnel(funnel))]
    MediaFile.objects.all().delete()

    with pytest.raises(PublishError) as refused:
        compile_funnel(funnel)

    assert places != []
    assert refused.value.faults == [
        Fault(place, "This picture is lost. Upload it again.") for place in places
    ]


@pytest.mark.django_db
def test_a_version_knows_where_its_pictures_are_stored() -> None:
    document = compile_funnel(make_funnel(make_kinds_document()))
    hashes = {image.sha256 for _, image in images_of(document)}

    stored = MediaFile.objects.filter(sha256__in=hashes)
    assert stored_files(document) == {media.sha256: media.file.name for media in stored} != {}


@pytest.mark.django_db
def test_one_step_compiles_while_the_rest_is_unfinished() -> None:
    document = make_kinds_document()
    funnel = make_funnel(document)
    funnel.steps.filter(kind="offer").update(offer=None)

    alone = compile_step(funnel.steps.get(kind="quiz"))

    assert alone.steps == document.steps[:1]


@pytest.mark.django_db
def test_pages_are_given_the_light_picture_and_previews_of_a_link_the_whole_one() -> None:
    wide, shared = noise("PNG", 1200, 700), noise("PNG", 1200, 630)
    image = {"path": "media/rate.png", "sha256": hashlib.sha256(wide).hexdigest(), "alt": "Wide"}
    share = {"path": "media/share.png", "sha256": hashlib.sha256(shared).hexdigest(), "alt": "Us"}
    data = edited(
        plain_document(),
        ("theme", {"accent": "#0b6e4f", "accent_dark": "#5fd0a5", "picture": image}),
        ("share", {"image": share}),
    )
    funnel = import_funnel(
        document=document_from(data),
        media={"media/rate.png": wide, "media/share.png": shared},
        now=NOW,
        by=None,
    )
    # As it was stored before there were light ones.
    MediaFile.objects.update(small=None)

    files = publish(funnel=funnel, now=NOW, by=None).files

    rows = {row.sha256: row for row in MediaFile.objects.select_related("small")}
    light = rows[image["sha256"]].small
    assert light is not None
    assert files == {
        image["sha256"]: light.file.name,
        share["sha256"]: rows[share["sha256"]].file.name,
    }
