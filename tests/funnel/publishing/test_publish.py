from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from funnel.models import Funnel, Publication
from funnel.publishing import Fault, PublishError, canonical, publish, unpublish
from funnel.publishing.canonical import content_hash
from funnel.publishing.loading import live, live_publication, published
from leads.models import MediaFile
from nurture.models import SequenceVersion
from quizzes.models import Choice
from tests.funnel.factories import NOW, make_document, make_funnel, make_rich_document
from tests.funnel.row_counts import rows

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_publish_writes_the_document_with_its_series() -> None:
    funnel, by = make_funnel(make_rich_document()), User.objects.create_user("mia")
    publication = publish(funnel=funnel, now=NOW, by=by)
    text = canonical(make_rich_document())
    versions = {
        version.sequence.key: {"id": version.pk, "content_hash": version.content_hash}
        for version in SequenceVersion.objects.all()
    }
    assert Publication.objects.values().get() == {
        "id": publication.pk,
        "funnel_id": funnel.pk,
        "number": 1,
        "content_hash": content_hash(text),
        "document": text,
        "versions": versions,
        "files": {media.sha256: media.file.name for media in MediaFile.objects.all()},
        "published_at": NOW,
        "published_by_id": by.pk,
        "is_trial": False,
    }
    assert set(versions) == {"after", "planning"}
    assert Funnel.objects.get().publication == publication == funnel.publication
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Published version 1."]


def test_publishing_the_same_again_writes_nothing() -> None:
    funnel = make_funnel()
    first = publish(funnel=funnel, now=NOW, by=None)
    before = rows()
    assert publish(funnel=funnel, now=LATER, by=None) == first
    assert rows() == before


def test_a_renamed_choice_is_version_2_and_version_1_stays_byte_for_byte() -> None:
    funnel = make_funnel()
    first = publish(funnel=funnel, now=NOW, by=None)
    Choice.objects.filter(key="a").update(text="Never")
    second = publish(funnel=funnel, now=LATER, by=None)
    assert [second.number, second.versions] == [2, first.versions]
    stored = Publication.objects.get(number=1)
    assert (stored.document, stored.content_hash) == (first.document, first.content_hash)
    assert published(first.pk) == make_document()
    question = published(second.pk).steps[0].quiz.questions[0]  # type: ignore[union-attr]  # a quiz
    assert [choice.text for choice in question.options] == ["Never", "It: rose"]
    assert Funnel.objects.get().publication == second


def test_a_faulty_draft_stays_down_and_nothing_is_written() -> None:
    funnel = make_funnel()
    first = publish(funnel=funnel, now=NOW, by=None)
    funnel.steps.filter(kind="offer").delete()
    before = rows()
    with pytest.raises(PublishError) as refused:
        publish(funnel=funnel, now=LATER, by=None)
    assert refused.value.faults == [
        Fault("steps[2].kind", "The last step is a result or an offer. Add one at the end."),
        Fault("sequences[0].messages[1].button.target", "There is no step 'offer' in this funnel."),
    ]
    assert rows() == before
    assert live_publication("rates") == first


def test_unpublish_takes_down_and_publish_puts_the_same_version_up_again() -> None:
    funnel, by = make_funnel(), User.objects.create_user("mia")
    first = publish(funnel=funnel, now=NOW, by=None)
    for _ in range(2):
        unpublish(funnel=funnel, by=by)
    assert (live_publication("rates"), live("rates")) == (None, None)
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Took it down."]
    assert publish(funnel=funnel, now=LATER, by=None) == first
    assert live("rates") == (funnel, make_document())


def test_a_rolled_back_publication_leaves_nothing_cached() -> None:
    funnel = make_funnel()
    first = publish(funnel=funnel, now=NOW, by=None)
    assert published(first.pk) == make_document()
    Publication.objects.all().delete()
    funnel.refresh_from_db()
    Choice.objects.filter(key="a").update(text="Never")
    second = publish(funnel=funnel, now=NOW, by=None)
    assert published(second.pk) != make_document()
