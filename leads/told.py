"""The lines of a person's story in the reader's language: they are stored in English, once."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# What stands before the colon, or the whole line; after it stand the funnel's own words.
_HEADS = {
    "All mail series stopped": _("All mail series stopped"),
    "Answered": _("Answered"),
    "Answered in a mail": _("Answered in a mail"),
    "Asked for a call": _("Asked for a call"),
    "Asked for the checklist by mail": _("Asked for the checklist by mail"),
    "Asked for the mail series": _("Asked for the mail series"),
    "Booked a call": _("Booked a call"),
    "Bought": _("Bought"),
    "Came back from the mail": _("Came back from the mail"),
    "Confirmed the address": _("Confirmed the address"),
    "Did it": _("Did it"),
    "From a list": _("From a list"),
    "Finished the quiz": _("Finished the quiz"),
    "Left a phone number": _("Left a phone number"),
    "Left an address": _("Left an address"),
    "Do not mail, lifted": _("Do not mail, lifted"),
    "Do not mail, written down": _("Do not mail, written down"),
    "Mail came back this time": _("Mail came back this time"),
    "Mail came back, the address does not exist": _("Mail came back, the address does not exist"),
    "Mail not sent, too many were asked for from one connection": _(
        "Mail not sent, too many were asked for from one connection"
    ),
    "Mail sent": _("Mail sent"),
    "Mail refused on its way": _("Mail refused on its way"),
    "Marked as spam": _("Marked as spam"),
    "Mails paused": _("Mails paused"),
    "Mails resumed": _("Mails resumed"),
    "Opened the link": _("Opened the link"),
    "Poll": _("Poll"),
    "Pressed the offer": _("Pressed the offer"),
    "Read the guide": _("Read the guide"),
    "Replied": _("Replied"),
    "Replied, noted by": _("Replied, noted by"),
    "Said “not now” to the offer": _("Said “not now” to the offer"),
    "Said whether it helped": _("Said whether it helped"),
    "Saw the offer": _("Saw the offer"),
    "Ticked the checklist": _("Ticked the checklist"),
    "Took the file": _("Took the file"),
    "Unsubscribed by a reply": _("Unsubscribed by a reply"),
    "Unsubscribed from further mails": _("Unsubscribed from further mails"),
    "Watched 25 % of the video": _("Watched 25 %% of the video"),
    "Watched 50 % of the video": _("Watched 50 %% of the video"),
    "Watched 75 % of the video": _("Watched 75 %% of the video"),
    "Watched the whole video": _("Watched the whole video"),
    "Will do first": _("Will do first"),
    "Claimed by": _("Claimed by"),
    "Given back by": _("Given back by"),
    "Came back to all, no contact by": _("Came back to all, no contact by"),
    "Reached by": _("Reached by"),
    "No answer, tried by": _("No answer, tried by"),
    "Wrong number, tried by": _("Wrong number, tried by"),
    "Call back agreed with": _("Call back agreed with"),
    "Taken back by": _("Taken back by"),
    "Moved to new": _("Moved to new"),
    "Moved to claimed": _("Moved to claimed"),
    "Moved to contacted": _("Moved to contacted"),
    "Moved to qualified": _("Moved to qualified"),
    "Won": _("Won"),
    "Lost": _("Lost"),
    "Moved to later": _("Moved to later"),
    "Moved to not a match": _("Moved to not a match"),
    "Task done": _("Task done"),
    "Merged with": _("Merged with"),
    "Parted from": _("Parted from"),
    "Address added": _("Address added"),
    "Address removed": _("Address removed"),
}


def told(label: str) -> str:
    """The label of an activity for the screen; what we have no words for stays as it is."""
    head, colon, rest = label.partition(": ")
    if head not in _HEADS:
        return label
    # A percent sign stands twice in a text for translators.
    words = {"what": str(_HEADS[head]) % {}, "which": rest}
    return gettext("%(what)s: %(which)s") % words if colon else words["what"]
