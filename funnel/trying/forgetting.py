"""Everything that trials of a funnel left behind, taken away; nothing else is touched.

The Try page's one click calls it, and a real visitor whose address was a test person's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from funnel.models import Funnel, Publication, Visit
from funnel.publishing.loading import published
from funnel.publishing.series import series_of
from leads.locking import lock_addresses
from leads.models import (
    Activity,
    Consent,
    EmailAddress,
    Lead,
    LeadDetail,
    Suppression,
    VisitFacts,
)
from nurture.models import Delivery, Enrollment, OutboxMail, SequenceVersion


@transaction.atomic
def forget_trials(*, funnel: Funnel) -> int:
    """Test visits, what was answered, said and mailed in them, their people, and the drafts they
    walked through. How many visits. Idempotent.

    Who is a test person of another funnel, too, stays one there.
    """
    Funnel.objects.select_for_update(of=("self",)).get(pk=funnel.pk)
    visits = Visit.objects.filter(funnel=funnel, is_test=True)
    visit_ids = list(visits.values_list("pk", flat=True))
    leads = tried_people(funnel)
    mine = EmailAddress.objects.filter(lead__in=leads).values_list("pk", flat=True)
    lock_addresses(list(mine))
    for lead in leads:
        if _tries_elsewhere(lead, funnel):
            _forget_here(lead, funnel, visit_ids)
        else:
            forget_test_person(lead=lead)
    visits.delete()
    _forget_drafts(funnel)
    return len(visit_ids)


@transaction.atomic
def forget_test_person(*, lead: Lead) -> None:
    """The person with every trace; a visit of theirs stays, without anybody in it."""
    assert lead.is_test, "Only test people are forgotten without a husk."
    addresses = lock_addresses(list(lead.addresses.values_list("pk", flat=True)))
    _forget_copies(Delivery.objects.filter(lead=lead))
    for address in addresses:
        OutboxMail.objects.filter(recipient__iexact=address.normalised).delete()
        # What stood before the trial is not the trial's to lift.
        Suppression.objects.filter(
            address_hash=address.address_hash, created_at__gte=address.created_at
        ).delete()
    lead.delete()


def tried_people(funnel: Funnel) -> list[Lead]:
    """Everybody known from a test visit of this funnel."""
    visits = Visit.objects.filter(funnel=funnel, is_test=True)
    known = Q(pk__in=visits.values("lead")) | Q(addresses__in=visits.values("address"))
    mailed = Q(pk__in=Delivery.objects.filter(funnel_id=funnel.pk).values("lead"))
    return list(Lead.objects.filter(known | mailed, is_test=True).distinct().order_by("pk"))


def _tries_elsewhere(lead: Lead, funnel: Funnel) -> bool:
    theirs = Q(lead=lead) | Q(address__lead=lead)
    return Visit.objects.filter(theirs).exclude(funnel=funnel).exists()


def _forget_here(lead: Lead, funnel: Funnel, visit_ids: Iterable[int]) -> None:
    mails = Delivery.objects.filter(lead=lead, funnel_id=funnel.pk)
    _forget_copies(mails)
    mails.delete()
    Enrollment.objects.filter(lead=lead, funnel_id=funnel.pk).delete()
    Activity.objects.filter(lead=lead, visit_id__in=visit_ids).delete()
    VisitFacts.objects.filter(lead=lead, funnel_id=funnel.pk).delete()
    LeadDetail.objects.filter(lead=lead, key__startswith=f"{funnel.slug}/").delete()
    Consent.objects.filter(address__lead=lead, version__startswith=f"{funnel.slug} ").delete()


def _forget_copies(mails: QuerySet[Delivery]) -> None:
    """What the outbox keeps of them."""
    sent = mails.exclude(message_id="").values_list("message_id", flat=True)
    OutboxMail.objects.filter(message_id__in=list(sent)).delete()


def _forget_drafts(funnel: Funnel) -> None:
    """Versions made for trying; one that was published meanwhile is a trial's no more."""
    trials = Publication.objects.filter(funnel=funnel, is_trial=True)
    named = [each.versions for each in trials.only("versions")]
    ids = {pk for versions in named for pk in _version_ids(versions)}
    trials.filter(visits=None).delete()
    published.cache_clear()
    of_funnel = Q(pk__in=ids) | Q(sequence__in=series_of(funnel))
    SequenceVersion.objects.filter(
        of_funnel, is_trial=True, pk__in=SequenceVersion.objects.filter(enrollment=None)
    ).delete()


def _version_ids(versions: dict[str, dict[str, object]]) -> Iterable[object]:
    for own in versions.values():
        yield own["id"]
        languages = own.get("languages")
        if isinstance(languages, dict):
            yield from (each["id"] for each in languages.values())
