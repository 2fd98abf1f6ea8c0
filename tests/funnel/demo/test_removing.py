"""The demo leaves without a trace, and takes nobody along who belongs to another funnel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import call_command
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from funnel.demo.accounts import accounts_file
from funnel.demo.loading import load_demo
from funnel.demo.removing import remove_demo
from funnel.models import Connection, Conversion, DataLink, Funnel, HookEvent, Visit
from leads.capture import capture_lead
from leads.models import (
    Activity,
    Business,
    EmailAddress,
    Lead,
    LeadDetail,
    MediaFile,
    VisitFacts,
)
from nurture.models import Delivery, Enrollment, OutboxMail, SequenceVersion
from quizzes.models import Choice, Question, Quiz

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
OTHER_FUNNEL = 999_999


@pytest.fixture(autouse=True)
def _own_var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def _rows() -> dict[str, int]:
    """How many rows stand in each table of ours."""
    return {
        model._meta.label: model._default_manager.count()
        for label in ("quizzes", "leads", "nurture", "funnel")
        for model in apps.get_app_config(label).get_models()
        if model._default_manager.exists()
    }


def _visitor(funnel: Funnel, email: str) -> Lead:
    """Somebody who walked the demo and left an address: a visit and all that hangs on it."""
    assert funnel.publication is not None
    captured = capture_lead(address=email, first_name="", now=NOW)
    assert captured.address is not None
    lead, address = captured.lead, captured.address
    visit = Visit.objects.create(
        start_key=email,
        funnel=funnel,
        publication=funnel.publication,
        lead=lead,
        address=address,
        started_at=NOW,
        last_act_at=NOW,
        at_step="offer",
    )
    _facts(lead, funnel.pk, visit.pk)
    Activity.objects.create(
        lead=lead,
        kind=Activity.Kind.QUIZ,
        subject="money-habits/quiz",
        label="Finished the quiz",
        occurred_at=NOW,
        source_key=f"visit:{visit.pk}:quiz",
        visit_id=visit.pk,
    )
    _mailed(lead, address, funnel.pk, visit.pk)
    _told(lead, address, funnel, visit)
    return lead


def _told(lead: Lead, address: EmailAddress, funnel: Funnel, visit: Visit) -> None:
    """A field of the marketer's own, a link to their data, a booking that a calendar told of."""
    LeadDetail.objects.create(
        lead=lead, key=f"{funnel.slug}/keep/team", label="Team?", value="Two", written_at=NOW
    )
    DataLink.objects.create(
        address=address, token_hash=address.address_hash, created_at=NOW, expires_at=LATER
    )
    booked = Conversion.objects.create(
        visit=visit,
        step_key="offer",
        kind=Conversion.Kind.BOOKED,
        way=Conversion.Way.CALENDAR,
        external_key=f"cal:{visit.pk}",
        occurred_at=NOW,
    )
    HookEvent.objects.create(
        connection=Connection.Kind.CAL,
        external_id=str(visit.pk),
        state=HookEvent.State.LANDED,
        conversion=booked,
        received_at=NOW,
    )


def _facts(lead: Lead, funnel_id: int, visit_id: int) -> None:
    VisitFacts.objects.create(
        lead=lead,
        visit_id=visit_id,
        funnel_id=funnel_id,
        funnel_name="A funnel",
        started_at=NOW,
        updated_at=NOW,
    )


def _mailed(lead: Lead, address: EmailAddress, funnel_id: int, visit_id: int) -> None:
    version = SequenceVersion.objects.get(sequence__seriesrule__funnel=funnel_id)
    Enrollment.objects.create(
        lead=lead,
        address=address,
        sequence=version.sequence,
        version=version,
        funnel_id=funnel_id,
        visit_id=visit_id,
        anchor_at=NOW,
        due_at=NOW,
        enrolled_at=NOW,
    )
    message_id = f"<{address.pk}@example.com>"
    Delivery.objects.create(
        lead=lead,
        address=address,
        purpose=Delivery.Purpose.REQUESTED,
        dedupe_key=f"gift:{visit_id}:keep:1",
        funnel_id=funnel_id,
        visit_id=visit_id,
        created_at=NOW,
        due_at=NOW,
        message_id=message_id,
    )
    OutboxMail.objects.create(
        message_id=message_id, recipient=address.address, subject="Gift", raw=b"", created_at=NOW
    )


def _load() -> Funnel:
    demo = load_demo(now=NOW, by=None)
    assert demo is not None
    return demo.funnel


def test_load_and_remove_leave_only_the_admin() -> None:
    before = _rows()
    _load()

    assert remove_demo(now=LATER, by=None) is True

    assert _rows() == before
    assert list(User.objects.values_list("username", flat=True)) == ["admin"]


def test_visitors_of_the_demo_go_with_it() -> None:
    Connection.objects.create(kind=Connection.Kind.CAL)
    before = _rows()
    _visitor(_load(), "ada@example.com")

    remove_demo(now=LATER, by=None)

    assert _rows() == before


def test_person_of_another_funnel_stays_without_what_the_demo_knew() -> None:
    lead = _visitor(_load(), "ada@example.com")
    _facts(lead, OTHER_FUNNEL, 999_999)
    LeadDetail.objects.create(lead=lead, key="mine/gate/team", label="Team?", written_at=NOW)

    remove_demo(now=LATER, by=None)

    lead.refresh_from_db()
    assert [row.key for row in lead.details.all()] == ["mine/gate/team"]
    assert lead.stale_at == LATER
    assert [row.funnel_id for row in lead.visit_facts.all()] == [OTHER_FUNNEL]
    assert lead.addresses.count() == 1
    assert not lead.activities.exists()
    assert not lead.deliveries.exists()
    assert not lead.enrollments.exists()


def test_merged_person_stays_whole_when_one_half_came_elsewhere() -> None:
    funnel = _load()
    ada, twin = _visitor(funnel, "ada@example.com"), _visitor(funnel, "ada@example.org")
    twin.merged_into = ada
    twin.save()
    _facts(twin, OTHER_FUNNEL, 999_999)

    remove_demo(now=LATER, by=None)

    assert set(Lead.objects.values_list("pk", flat=True)) == {ada.pk, twin.pk}


def test_files_and_passwords_go_once_the_rows_are_gone(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _load()
    names = [media.file.name or "" for media in MediaFile.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        remove_demo(now=LATER, by=None)
        assert all(default_storage.exists(name) for name in names)

    assert len(names) == 8
    assert not any(default_storage.exists(name) for name in names)
    assert not accounts_file().exists()


def test_picture_that_another_funnel_shows_stays(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _load()
    picture = Choice.objects.exclude(image="").order_by("pk")[0].image
    quiz = Quiz.objects.create(name="Mine")
    Question.objects.create(quiz=quiz, key="home", text="Where?", image=picture)

    with django_capture_on_commit_callbacks(execute=True):
        remove_demo(now=LATER, by=None)

    media = MediaFile.objects.get()
    assert media.sha256 == picture
    assert default_storage.exists(media.file.name or "")


def test_business_somebody_made_their_own_stays() -> None:
    _load()
    row = Business.objects.get()
    row.name = "Mine"
    row.save()

    remove_demo(now=LATER, by=None)

    row.refresh_from_db()
    assert (row.name, row.is_demo) == ("Mine", False)


def test_people_who_only_share_an_account_name_stay() -> None:
    User.objects.create_user("sales", "sales@example.com", "my own long password")
    _load()

    remove_demo(now=LATER, by=None)

    assert set(User.objects.values_list("username", flat=True)) == {"admin", "sales"}


def test_demo_can_come_back() -> None:
    _load()
    remove_demo(now=LATER, by=None)

    demo = load_demo(now=LATER, by=None)

    assert demo is not None
    assert [account.username for account in demo.accounts] == ["marketer", "sales"]


def test_command_says_whether_there_was_one() -> None:
    out = StringIO()
    _load()

    call_command("demo", "remove", stdout=out)
    call_command("demo", "remove", stdout=out)

    assert out.getvalue().splitlines() == ["The demo is gone.", "There is no demo here."]
