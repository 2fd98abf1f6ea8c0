"""The words of the two mails of this room: the link to one's data, and the one reminder.

Nothing a visitor typed stands in them. links and reminding queue them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from funnel.models import Visit
from funnel.publishing.loading import published
from leads.business import business
from leads.models import EmailAddress
from nurture.document import ButtonDoc, MailDoc
from nurture.planning.versions import ThemeColours
from nurture.writing.links import CONFIRM
from nurture.writing.requested import RequestedMail
from quizzes.languages import interface_language

_SAFE = str.maketrans(dict.fromkeys("{}%[]<>*_`\\", " "))


def data_mail(address: EmailAddress, *, language: str, seal: str, path: str) -> RequestedMail:
    """`path` holds {seal} where the opened seal belongs."""
    return _mail(address, language, _data_words, leads_to=path, seal=seal)


def reminder_mail(address: EmailAddress, *, language: str) -> RequestedMail:
    """Its one button is the confirm press."""
    return _mail(address, language, _reminder_words, leads_to=CONFIRM)


def newest_visit(address: EmailAddress) -> Visit | None:
    """Where this address was last left: its funnel lends the mail its look."""
    return Visit.objects.filter(address=address).order_by("-last_act_at", "-pk").first()


def _mail(
    address: EmailAddress,
    language: str,
    words: Callable[[], MailDoc],
    *,
    leads_to: str,
    seal: str = "",
) -> RequestedMail:
    language = interface_language(address.language or language or "en")
    with translation.override(language):
        mail = words()
    return RequestedMail(
        mail=mail,
        theme=_look(newest_visit(address)),
        language=language,
        has_confirm=False,
        leads_to=leads_to,
        seal=seal,
    )


def _data_words() -> MailDoc:
    told = _(
        "Somebody asked to see what %(name)s keeps about this address. If that was you, "
        "open it with the button below: you can read everything, take it along, or erase it."
    )
    rest = _(
        "The link works once and for 24 hours. If it was not you, do nothing: "
        "without this mail nobody sees anything."
    )
    return MailDoc(
        subject=_("Your link to your data"),
        preheader=_("Works once, for 24 hours."),
        body=f"{told % {'name': _name()}}\n\n{rest}",
        button=ButtonDoc(label=_("See my data"), target="resume"),
    )


def _reminder_words() -> MailDoc:
    told = _(
        "Two days ago this address was left at %(name)s, and mails were asked for. They wait for "
        "one press: it tells us that the address is yours."
    )
    rest = _("If it was not you, do nothing. No further mails come, and this is the only reminder.")
    return MailDoc(
        subject=_("Shall we write to you?"),
        preheader=_("One press, and it begins."),
        body=f"{told % {'name': _name()}}\n\n{rest}",
        button=ButtonDoc(label=_("Yes, this is my address"), target="resume"),
    )


def _name() -> str:
    """The business as plain words: its name is no place for tags or markup of mails."""
    return business().name.translate(_SAFE)


def _look(visit: Visit | None) -> ThemeColours:
    if visit is None:
        return ThemeColours()
    theme = published(visit.publication_id).theme
    return ThemeColours(accent=theme.accent, accent_dark=theme.accent_dark, corner=theme.corner)
