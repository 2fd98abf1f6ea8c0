"""What the mail provider posts: verified and read by Anymail, heard by nurture.hearing.

A forged message gets 403, an unreadable one 400; only while the database is away, or the
provider does not hand out a mail it keeps for us, it is asked to come again. Nothing of a
message is written to a log.
"""

from __future__ import annotations

import logging

from anymail.exceptions import AnymailAPIError, AnymailWebhookValidationFailure
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from funnel.mail_hooks.forms import read_form
from funnel.mail_hooks.knocking import door_of
from nurture.hearing import providers

logger = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, provider: str, way: str) -> HttpResponseBase:
    """Some providers look first whether anybody is there, by GET or HEAD."""
    door = door_of(provider, way)
    try:
        read_form(request)
        return door(request)
    except Http404:
        raise
    except AnymailWebhookValidationFailure:
        return _refused(403, "This message does not prove that it comes from your mail provider.")
    except SuspiciousOperation:
        return _refused(400, "This message is larger than any that a mail provider sends.")
    except (InterfaceError, OperationalError):
        return _again("The database is away. Please send it again.")
    except AnymailAPIError as error:
        if not _is_away(error):
            return _unread(provider, error)
        return _again("Your mail provider did not hand out this message. Please send it again.")
    except Exception as error:  # noqa: BLE001  # whatever a message holds, it is not our failure
        return _unread(provider, error)


def _is_away(error: AnymailAPIError) -> bool:
    """Some providers only tell where a mail lies; fetching it from there is what failed."""
    return isinstance(error.__cause__, Exception) and not isinstance(error.__cause__, ValueError)


def _unread(provider: str, error: Exception) -> JsonResponse:
    logger.warning("%s: a message could not be read (%s).", provider, type(error).__name__)
    return _refused(400, "This message could not be read.")


def _again(sentence: str) -> JsonResponse:
    answer = _refused(503, sentence)
    answer["Retry-After"] = "60"
    return answer


def _refused(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


# Listening begins with the import of the room that listens.
LISTENS = (providers.hear_event, providers.hear_reply)
