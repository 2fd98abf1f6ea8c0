"""The acts and kinds of the score in the marketer's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from leads.fit import GOOD, OUT, POOR, VERY_GOOD

ACTS = {
    "quiz_answer": _("Answers a question of a quiz"),
    "quiz_finished": _("Finishes a quiz"),
    "poll": _("Answers a poll"),
    "gift": _("Takes a gift"),
    "video_50": _("Watches half of a video"),
    "video_75": _("Watches most of a video"),
    "address_given": _("Leaves an address"),
    "address_confirmed": _("Confirms the address"),
    "mail_click": _("Comes back from a mail"),
    "reply": _("Replies to a mail"),
    "offer_seen": _("Reads the offer"),
    "offer_pressed": _("Presses the button of the offer"),
    "call_asked": _("Asks for a call"),
    "not_now": _("Says “not now”"),
}
KINDS = {
    "quiz": _("Quizzes"),
    "poll": _("Polls"),
    "gift": _("Gifts"),
    "video": _("Videos"),
    "address": _("The address"),
    "mail_click": _("Coming back from a mail"),
    "reply": _("Replies"),
    "offer_seen": _("Reading the offer"),
    "offer_pressed": _("Pressing the offer"),
    "call_asked": _("Asking for a call"),
    "not_now": _("“Not now”"),
}
WEIGHTS = (
    (0, _("says nothing")),
    (VERY_GOOD, _("a very good match")),
    (GOOD, _("a good match")),
    (POOR, _("a poor match")),
    (OUT, _("rules out")),
)
