"""Always a next step: one way on from every screen and mail, and words that say where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funnel.checking.findings import Family, Fix, Hit, Rule, Severity
from funnel.checking.rules.plain import is_empty, links, plain, words
from funnel.checking.rules.verbs import HOLLOW
from funnel.checking.subject import Subject
from funnel.document import FunnelDocument, OfferStep, OptInStep
from nurture.document import MailDoc, SequenceDoc

# One question opens, a second one sharpens; from here on each waits for an answer of its own.
MOST_QUESTIONS = 2

# Texts that stand on a screen beside its button. A guide's and a mail's have rules of their own.
_BESIDE = re.compile(
    r"steps\[\d+\]\.(?:body|title"
    r"|quiz\.outcomes\[\d+\]\.(?:interpretation|first_action)"
    r"|quiz\.questions\[\d+\]\.(?:text|help|why|explanation)"
    r"|magnet\.(?:items\[\d+\]\.(?:text|help)|transcript)"
    r"|offer\.(?:opening|body|proof|later|thanks|terms))"
)
_LINK_BODY = re.compile(r"steps\[\d+\]\.magnet\.body")
_BUTTON = re.compile(r"steps\[\d+\]\.(?:invite|button|magnet\.button|offer\.button)")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")


def _buttons(subject: Subject) -> Iterator[Hit]:
    for said in subject.said:
        if _BUTTON.fullmatch(said.path) and is_empty(said.text):
            yield Hit(
                said.path,
                gettext("This button says nothing. Write what follows when it is pressed."),
                weight=80,
            )


def _links_beside(subject: Subject) -> Iterator[Hit]:
    for said in subject.said:
        count = len(links(said.text)) if _is_beside(subject, said.path) else 0
        if count:
            yield Hit(
                said.path,
                gettext(
                    "Links beside the button: %(count)s. One way on is enough. Take them out, or"
                    " give them as a gift of their own."
                )
                % {"count": count},
                weight=30 + count,
            )


def _is_beside(subject: Subject, path: str) -> bool:
    """A consent may name its privacy page, and a guide links to what it is about."""
    step = subject.document.steps[int(path[6 : path.index("]")])] if path[:6] == "steps[" else None
    if step is None or isinstance(step, OptInStep):
        return False
    if _LINK_BODY.fullmatch(path):
        return step.kind in {"link", "series"}
    return bool(_BESIDE.fullmatch(path))


def _hollow_invites(subject: Subject) -> Iterator[Hit]:
    hollow = HOLLOW[subject.language]
    for index, step in enumerate(subject.document.steps):
        said = [word.casefold().replace("\u2019", "'") for word in words(step.invite)]
        if said and all(word in hollow for word in said):
            yield Hit(
                f"steps[{index}].invite",
                gettext(
                    "“%(invite)s” does not say what follows. Name it and how long it takes, like"
                    " “Next: one-page checklist, 3 minutes”."
                )
                % {"invite": step.invite},
                weight=40,
            )


def _mails(document: FunnelDocument) -> Iterator[tuple[str, MailDoc]]:
    for index, step in enumerate(document.steps):
        if isinstance(step, OptInStep):
            yield f"steps[{index}].mail", step.mail
    for at, sequence in enumerate(document.sequences):
        for number, mail in enumerate(sequence.messages):
            yield f"sequences[{at}].messages[{number}]", mail


def _mail_asks(subject: Subject) -> Iterator[Hit]:
    for path, mail in _mails(subject.document):
        if is_empty(mail.button.label):
            yield Hit(
                f"{path}.button.label",
                gettext("This mail asks for nothing. Write its one ask on the button."),
                weight=70,
            )
        if count := len(links(mail.body)):
            yield Hit(
                f"{path}.body",
                gettext(
                    "Links beside the button of this mail: %(count)s. One ask a mail is enough:"
                    " keep the button and take the links out."
                )
                % {"count": count},
                weight=40 + count,
            )
        if (count := _questions(mail.body)) > MOST_QUESTIONS:
            yield Hit(
                f"{path}.body",
                gettext(
                    "This mail asks %(count)s questions. Keep the one its button answers, %(most)s"
                    " at most."
                )
                % {"count": count, "most": MOST_QUESTIONS},
                weight=30 + count,
            )


def _questions(body: str) -> int:
    """Of the mail itself: what is quoted or listed is material, no ask."""
    kept = [line for line in body.splitlines() if not re.match(r"\s*(?:>|[-*+]|\d+[.)])\s", line)]
    return len(re.findall(r"[?\uff1f\u061f]", _QUOTED.sub(" ", plain("\n".join(kept)))))


def _never_offered(subject: Subject) -> Iterator[Hit]:
    offers = {step.key for step in subject.document.steps if isinstance(step, OfferStep)}
    if not offers:
        return
    targets = {"offer", *(f"step:{key}" for key in offers)}
    for at, sequence in enumerate(subject.document.sequences):
        if all(mail.button.target not in targets for mail in sequence.messages):
            yield Hit(
                f"sequences[{at}].messages[{len(sequence.messages) - 1}].button.target",
                gettext("No mail of “%(name)s” leads to the offer. Let the button of the last one.")
                % {"name": sequence.name},
                weight=55,
                fix=_to_offer(at),
            )


def _to_offer(at: int) -> Fix:
    def apply(document: FunnelDocument) -> FunnelDocument:
        sequences = list(document.sequences)
        sequences[at] = _leading_to_offer(sequences[at])
        return document.model_copy(update={"sequences": tuple(sequences)})

    return Fix(gettext("Let the last mail lead to the offer"), apply)


def _leading_to_offer(sequence: SequenceDoc) -> SequenceDoc:
    *others, last = sequence.messages
    button = last.button.model_copy(update={"target": "offer"})
    return sequence.model_copy(
        update={
            "messages": (*others, last.model_copy(update={"button": button, "choices": ()})),
        }
    )


_NEXT, _WARNING = Family.NEXT, Severity.WARNING
RULES = (
    Rule("N101", "empty-button", _NEXT, _WARNING, _("A button that says nothing"), _buttons),
    Rule(
        "N102", "links-beside", _NEXT, _WARNING, _("Several ways on from a screen"), _links_beside
    ),
    Rule(
        "N103",
        "hollow-invite",
        _NEXT,
        _WARNING,
        _("A button that does not say what follows"),
        _hollow_invites,
        languages=frozenset(HOLLOW),
    ),
    Rule("N104", "mail-asks", _NEXT, _WARNING, _("A mail with none or several asks"), _mail_asks),
    Rule("N105", "never-offered", _NEXT, _WARNING, _("Mails without the offer"), _never_offered),
)
