"""What stands between this installation and real visitors: each thing green, or with its cure.

The page Go live and the home page call it. It reads settings and rows and asks no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from leads.models import Business

_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  # names, nothing is bound
_NOWHERE = ("localhost", "localdomain", ".local", ".test", ".example", ".invalid")


@dataclass(frozen=True, slots=True)
class Readying:
    """`said` is how it stands, `cure` what to do; empty where all is well. `line` is what an
    operator writes into the settings, letter by letter."""

    name: str
    title: str
    is_ready: bool
    said: str
    cure: str = ""
    line: str = ""


def readyings(business: Business | None) -> list[Readying]:
    """In the order in which they are best done."""
    return [_who(business), _domain(), _https(), _mail(), _sender(business)]


def is_ready(business: Business | None) -> bool:
    return all(each.is_ready for each in readyings(business))


def _who(business: Business | None) -> Readying:
    title = _("Who is asking")
    missing = lacks(business)
    if missing:
        said = _("Still missing: %(things)s.") % {"things": ", ".join(missing)}
        return Readying("business", title, False, said, _("Write it down under Your business."))
    return Readying("business", title, True, _("Name, address, privacy and imprint are there."))


def lacks(business: Business | None) -> list[str]:
    """What every page and every mail has to say by law, in words; empty where nothing lacks."""
    if business is None or business.is_demo:
        return [_("your business")]
    wanted = {
        _("your postal address"): business.postal_address,
        _("your privacy page or text"): business.privacy_url or business.privacy_text,
        _("your imprint page or text"): business.imprint_url or business.imprint_text,
    }
    return [words for words, there in wanted.items() if not there.strip()]


def _domain() -> Readying:
    title, host = _("Your address on the web"), urlsplit(settings.SITE_URL).hostname or ""
    if host in _HERE or host.endswith(_NOWHERE):
        return Readying(
            "domain",
            title,
            False,
            _("%(address)s is reached from this machine alone.") % {"address": settings.SITE_URL},
            _("Point a domain here and name it in the settings of the server:"),
            "SITE_URL=https://quiz.example.com",
        )
    return Readying("domain", title, True, _("Visitors find you at %(host)s.") % {"host": host})


def _https() -> Readying:
    title = _("A safe connection")
    if settings.IS_HTTPS:
        return Readying("https", title, True, _("Everything goes over https."))
    return Readying(
        "https",
        title,
        False,
        _("The address begins with http:, so browsers warn your visitors."),
        _("Put a proxy with a certificate in front (Caddy fetches one by itself), then:"),
        "SITE_URL=https://quiz.example.com",
    )


def _mail() -> Readying:
    title = _("A mail server")
    if settings.EMAIL_URL:
        host = urlsplit(settings.EMAIL_URL).hostname or ""
        said = _("Mails go out through %(host)s.") % {"host": host}
        return Readying("mail", title, True, said)
    if settings.MAIL_PROVIDER:
        said = _("Mails go out through %(host)s.") % {"host": settings.MAIL_PROVIDER}
        return Readying("mail", title, True, said)
    return Readying(
        "mail",
        title,
        False,
        _("Mails are kept in the outbox and reach nobody."),
        _("Name the mail server you have in the settings of the server:"),
        "EMAIL_URL=submission://user:password@mail.example.com:587",
    )


def _sender(business: Business | None) -> Readying:
    title = _("Your sender address")
    address = business.sender_email if business and not business.is_demo else ""
    domain = address.partition("@")[2].lower()
    if not domain or f".{domain}".endswith(_NOWHERE) or domain.startswith("example."):
        return Readying(
            "sender",
            title,
            False,
            _("Mails need a sender that exists."),
            _("Write it down under Your business. Use an address of your own domain."),
        )
    return Readying("sender", title, True, _("Mails come from %(who)s.") % {"who": address})
