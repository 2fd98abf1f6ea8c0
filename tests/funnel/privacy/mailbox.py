"""The link to one's data, out of the mail that carries it."""

from __future__ import annotations

import re
from datetime import datetime

from leads.models import EmailAddress
from nurture.models import Delivery
from nurture.writing.rendering import render_delivery


def data_token(address: EmailAddress, *, at: datetime) -> str:
    """Of the newest such mail to the address; nothing is sent."""
    mails = Delivery.objects.filter(address=address, dedupe_key__startswith="data:")
    text = render_delivery(mails.filter(created_at__lte=at).latest("pk")).text
    [token] = set(re.findall(r"/my-data/([A-Za-z0-9_-]{43})/", text))
    return str(token)
