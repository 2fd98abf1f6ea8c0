"""Your domain: what the DNS says of the sender, and what to write into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from funnel.mailroom.domain_forms import CheckForm
from funnel.mailroom.room import show
from nurture.models import DomainReport
from nurture.watching.bulk import Rule, bulk_rules, complaints_of
from nurture.watching.domain import check_now, domains, findings_of, selector_of
from nurture.watching.domain_words import cure_of, said_of, title_of
from nurture.watching.finding import Record, State

# A press a domain in this time: name servers are other people's machines.
_PAUSE_SECONDS = 20
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as the page shows it."""

    title: str
    state: State
    said: str
    cure: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class Checked:
    domain: str
    at: datetime | None
    lines: list[Line]
    form: CheckForm
    rules: list[Rule]


@require_http_methods(["GET", "POST"])
@never_cache
@permission_required("nurture.view_sequence", raise_exception=True)
def domain(request: HttpRequest) -> HttpResponse:
    names = domains()
    form = CheckForm(request.POST, domains=names) if request.method == "POST" else None
    if form is not None and form.is_valid():
        _check(request, form.cleaned_data["domain"], form.cleaned_data["selector"])
        return redirect("mailroom:domain")
    context = {
        "title": _("Your domain"),
        "checked": _checked(names, form),
        "form": form,
    }
    status = 422 if form is not None else 200
    return show(request, "domain.html", context, status=status)


def _check(request: HttpRequest, name: str, selector: str) -> None:
    if not cache.add(f"mailroom.domain:{name}", 1, timeout=_PAUSE_SECONDS):
        messages.warning(request, _("It was checked a moment ago. Try again in half a minute."))
    elif not check_now(domain=name, selector=selector, now=timezone.now()):
        messages.error(request, _("This server knows no name server to ask. Tell whoever runs it."))


def _checked(names: list[str], form: CheckForm | None) -> list[Checked]:
    """Two queries, however many domains there are."""
    reports = {row.domain: row for row in DomainReport.objects.filter(domain__in=names)}
    complaints = complaints_of(timezone.now()) if names else (0, 0)
    return [_of(name, reports.get(name), names, form, complaints) for name in names]


def _of(
    name: str,
    report: DomainReport | None,
    names: list[str],
    form: CheckForm | None,
    complaints: tuple[int, int],
) -> Checked:
    found = findings_of(report)
    is_mine = form is not None and form.data.get("domain") == name
    fresh = CheckForm(
        domains=names, initial={"selector": selector_of(report)}, auto_id=f"id_{name}_%s"
    )
    return Checked(
        domain=name,
        at=report.checked_at if report else None,
        lines=[
            Line(title_of(each), each.state, said_of(each), cure_of(each), each.record)
            for each in found
        ],
        form=form if is_mine and form is not None else fresh,
        rules=bulk_rules(found, is_encrypted=_is_encrypted(), complaints=complaints),
    )


def _is_encrypted() -> bool | None:
    """A provider's API always is; of mails that are kept here nobody knows yet."""
    if settings.EMAIL_BACKEND == _SMTP:
        return bool(settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)
    return True if getattr(settings, "MAIL_PROVIDER", "") else None
