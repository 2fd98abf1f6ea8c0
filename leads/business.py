"""Who is asking: the business behind public pages and mails, read on nearly every request."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from leads.kept import kept
from leads.models import Business

_KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class BusinessFacts:
    name: str
    person: str
    role: str
    face_url: str
    logo_url: str
    sender_name: str
    sender_email: str
    reply_to: str
    postal_address: str
    privacy_url: str
    imprint_url: str
    privacy_text: str
    imprint_text: str
    country: str
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone; UTC where the name is none (any more)."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo("UTC")


def business() -> BusinessFacts:
    """The facts as saved last, or a placeholder before the first save."""
    return kept(Business.CACHE_KEY, BusinessFacts, _read, seconds=_KEPT_SECONDS)


def _read() -> BusinessFacts:
    row = Business.objects.select_related("face__small", "logo__small").first()
    return _facts(row or _placeholder())


def _placeholder() -> Business:
    """In the language of the installation: it is cached for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        return Business(
            name=_("Your business"),
            sender_name=_("Your business"),
            sender_email="hello@localhost.localdomain",
            postal_address=_("Your postal address"),
        )


def _facts(row: Business) -> BusinessFacts:
    return BusinessFacts(
        name=row.name,
        person=row.person,
        role=row.role,
        face_url=(row.face.small or row.face).file.url if row.face else "",
        logo_url=(row.logo.small or row.logo).file.url if row.logo else "",
        sender_name=row.sender_name,
        sender_email=row.sender_email,
        reply_to=row.reply_to,
        postal_address=row.postal_address,
        privacy_url=row.privacy_url,
        imprint_url=row.imprint_url,
        privacy_text=row.privacy_text,
        imprint_text=row.imprint_text,
        country=row.country,
        time_zone=row.time_zone,
    )
