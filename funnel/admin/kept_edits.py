"""What the admin's own pages save becomes an edit that the studio can take back."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from funnel.drafts import recorded
from funnel.models import Funnel


def kept_as_edit(
    request: HttpRequest, funnel: Funnel | None, words: str = ""
) -> AbstractContextManager[None]:
    """Records what is written inside; nothing where the page belongs to no funnel yet."""
    if funnel is None:
        return nullcontext()
    assert isinstance(request.user, User)
    said = words or _("changed on a page of its own")
    return recorded(funnel=funnel, by=request.user, now=timezone.now(), words=said)
