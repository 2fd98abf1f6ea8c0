"""Privacy and imprint as a business begins with them, until it writes its own.

The form of the business offers them; they say what this software stores, and nothing else.
"""

from __future__ import annotations

from django.utils.translation import gettext as _


def first_privacy() -> str:
    """Markdown, in the language of whoever fills in the form."""
    parts = (
        "## " + _("Who is responsible"),
        _("Whoever stands in our imprint. Write to the address there and a person answers."),
        "## " + _("When you open these pages"),
        _(
            "They set no cookie and load nothing from other hosts."
            " We count how often the first page was seen, per day and per place people came from."
        ),
        "## " + _("When you answer"),
        _(
            "From your first answer on we keep your answers, your result, where you came from,"
            " your language and the kind of device under a random key. The key stands in the"
            " address of your pages: share it only with people you trust."
        ),
        "## " + _("When you give an address"),
        _(
            "Then we also keep your address, your name if you write it, and the words you agreed"
            " to with the time. You get what you asked for. You get further mails only if you"
            " ticked the box for them. We do not measure whether you open a mail."
        ),
        "## " + _("How to stop, see or delete"),
        _(
            "A link at the foot of each mail stops the mails with one click. Below you can ask for"
            " what we keep about you, or have it deleted. You can also turn to the data"
            " protection authority where you live."
        ),
    )
    return "\n\n".join(parts) + "\n"


def first_imprint(*, name: str, person: str, postal_address: str, sender_email: str) -> str:
    """Markdown: what of these is there, a line each."""
    lines = [name, person, *postal_address.splitlines(), sender_email]
    return "\\\n".join(dict.fromkeys(line.strip() for line in lines if line.strip())) + "\n"
