"""Counted nowhere, and gone in one click: every table as it was before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from funnel.home.week import weeks
from funnel.mail_links.confirming import confirm
from funnel.models import Funnel, Publication, Visit
from funnel.numbers.report import overview, report
from funnel.numbers.scope import Scope
from funnel.publishing.publish import publish
from funnel.trying.drafts import trial_publication
from funnel.trying.forgetting import forget_trials
from leads.desk import ALL, DeskQuestion, desk_list
from leads.models import EmailAddress, Lead
from nurture.models import Delivery, Enrollment, MailLink, SequenceVersion
from nurture.reader.unsubscribing import unsubscribe
from nurture.sending.batch import send_batch
from tests.funnel.factories import NOW, make_publication
from tests.funnel.journey.visitor import Visitor, ladder_document
from tests.funnel.row_counts import rows
from tests.funnel.trying.trials import ADDRESS, land, token_for, walk
from tests.nurture.ticking import dispatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def live() -> Publication:
    publication = make_publication(ladder_document())
    visitor = Visitor(publication).land().answer(start="real").answer()
    visitor.go_on_to("opt_in").press(
        act="next", email="real@example.com", first_name="Real", marketing="yes"
    )
    visitor.go_on_to("offer").press(act="press")
    now = timezone.now()
    send_batch(dispatch(now), clock=lambda: now)
    return publication


def changed_draft(funnel: Funnel) -> Publication:
    """A trial of a draft whose mails were changed, too."""
    funnel.hook = "Quite another question?"
    funnel.save()
    rule = funnel.series_rules.select_related("sequence").earliest("pk")
    rule.sequence.messages.update(subject="Reworded")
    return trial_publication(funnel=funnel, now=NOW, by=None)


def mails_arrive(now: datetime) -> None:
    """The confirm press, then the whole series as the clock would have it."""
    clock = [now]
    send_batch(dispatch(now), clock=lambda: clock[0])
    for link in MailLink.objects.filter(target="confirm", delivery__lead__is_test=True)[:1]:
        confirm(link=link, now=now)
    for _ in range(60):
        clock[0] += timedelta(seconds=10)
        send_batch(dispatch(clock[0]), clock=lambda: clock[0])


def figures(funnel: Funnel, now: datetime) -> object:
    """Every figure of the numbers pages, the desk's list, the polls and the marketers' home."""
    scope = Scope(funnel_id=funnel.pk)
    desk = desk_list(User(pk=1, is_superuser=True, is_active=True), DeskQuestion(tab=ALL), now)
    poll = Visitor(funnel.publication).land()
    return (
        report(scope=scope, now=now),
        overview(now=now),
        weeks(now=now, zone=ZoneInfo("UTC")),
        [(row.title, row.total, row.why_now) for row in desk.rows],
        [door.count for door in desk.doors],
        Lead.objects.people().count(),
        poll.response.status_code,
    )


def test_a_whole_trial_leaves_every_figure_as_it_was(live: Publication) -> None:
    now = timezone.now() + timedelta(minutes=1)
    before = figures(live.funnel, now)
    trial = changed_draft(live.funnel)
    for publication, is_draft in ((live, False), (trial, True)):
        visitor = land(publication, token_for(publication, is_draft=is_draft))
        visitor.client.post(f"{visitor.address}seen/", {"try": token_for(live)})
        walk(visitor)
    mails_arrive(timezone.now())
    assert Visit.objects.filter(is_test=True).count() == 2
    assert figures(live.funnel, now) == before


def test_a_poll_shows_no_voice_of_a_trial(live: Publication) -> None:
    def voices() -> str:
        visitor = Visitor(live).land().answer(start="voice").answer().go_on_to("poll")
        found = visitor.html
        Visit.objects.filter(pk=visitor.mine.pk).delete()
        return found[found.index("<h1") :].split("</main>")[0].replace(visitor.address, "")

    before = voices()
    walk(land(live, token_for(live)))
    assert voices().count("1") == before.count("1")


def test_one_click_leaves_every_table_as_it_was(live: Publication) -> None:
    before = rows()
    trial = changed_draft(live.funnel)
    for publication, is_draft in ((live, False), (trial, True)):
        walk(land(publication, token_for(publication, is_draft=is_draft)), calls=False)
    mails_arrive(timezone.now())
    assert Delivery.objects.filter(lead__is_test=True, state="accepted").count() >= 3
    assert SequenceVersion.objects.filter(is_trial=True).exists()
    assert forget_trials(funnel=live.funnel) == 2
    assert rows() == before
    assert forget_trials(funnel=live.funnel) == 0
    assert rows() == before


def test_another_funnels_trials_stay(live: Publication) -> None:
    other = make_publication(ladder_document(slug="other"))
    walk(land(other, token_for(other)))
    before = rows()
    visitor = land(live, token_for(live)).answer(start="mine").answer().go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
    forget_trials(funnel=live.funnel)
    # One address, one person: what the other funnel was told with it goes on.
    assert rows() == before
    assert EmailAddress.objects.get(is_test=True).normalised == ADDRESS


def test_a_draft_tried_twice_is_one_row_and_publishing_keeps_its_mails(live: Publication) -> None:
    trial = changed_draft(live.funnel)
    assert trial_publication(funnel=live.funnel, now=NOW, by=None) == trial
    assert (trial.number, trial.is_trial) == (0, True)
    published = publish(funnel=live.funnel, now=NOW, by=None)
    assert published.number == live.number + 1
    assert published.versions == trial.versions
    mine = SequenceVersion.objects.get(pk=next(iter(trial.versions.values()))["id"])
    assert (mine.is_trial, mine.number) == (False, 2)
    forget_trials(funnel=live.funnel)
    mine.refresh_from_db()
    assert Publication.objects.filter(funnel=live.funnel).count() == 2


def test_trying_again_begins_the_series_anew(live: Publication) -> None:
    for start in ("one", "two"):
        visitor = land(live, token_for(live)).answer(start=start).answer().go_on_to("opt_in")
        visitor.press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
        mails_arrive(timezone.now())
        place = Enrollment.objects.get(lead__is_test=True)
        assert (place.state, place.visit_id) == ("finished", visitor.mine.pk)
        sent = place.deliveries.order_by("pk")
        assert {mail.state for mail in sent} == {"accepted"}
        assert all(mail.subject.startswith("[Try] ") for mail in sent)


def test_the_whole_series_arrives_within_five_minutes_at_night(live: Publication) -> None:
    visitor = land(live, token_for(live)).answer().answer().go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
    night = timezone.now().replace(hour=23, minute=0) + timedelta(days=1)
    mails_arrive(night)
    place = Enrollment.objects.get(lead__is_test=True)
    assert place.ended_at is not None
    assert place.ended_at - place.enrolled_at <= timedelta(minutes=5)


def test_a_person_who_unsubscribes_in_a_trial_gets_no_more(live: Publication) -> None:
    visitor = land(live, token_for(live)).answer().answer().go_on_to("opt_in")
    visitor.press(act="next", email=ADDRESS, first_name="Mara", marketing="yes")
    now = timezone.now()
    send_batch(dispatch(now), clock=lambda: now)
    confirm(link=MailLink.objects.get(target="confirm", delivery__lead__is_test=True), now=now)
    links = MailLink.objects.filter(target="unsubscribe", delivery__lead__is_test=True)
    unsubscribe(link=links.earliest("pk"), channel="page", now=now)
    mails_arrive(now)
    place = Enrollment.objects.get(lead__is_test=True)
    assert (place.state, place.exit_reason) == ("exited", "unsubscribed")
    assert Delivery.objects.filter(enrollment=place, state="accepted").count() == 0
