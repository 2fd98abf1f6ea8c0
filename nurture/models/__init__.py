"""Mail series, the people on them, and every mail on its way.

Rows are the queue: an Enrollment says when the next mail of a series is due, a Delivery is
one mail to one person and carries its state from planned to accepted.
"""

from nurture.models.back import MailEvent, Reply
from nurture.models.deliveries import Delivery, DeliveryQuerySet, MailAnswer, MailLink
from nurture.models.enrollments import Enrollment, EnrollmentQuerySet
from nurture.models.outbox import OutboxMail
from nurture.models.running import DomainReport, MailboxMark, MailRules, MailStop, Notice
from nurture.models.series import Message, Sequence, SequenceVersion

__all__ = [
    "Delivery",
    "DeliveryQuerySet",
    "DomainReport",
    "Enrollment",
    "EnrollmentQuerySet",
    "MailAnswer",
    "MailEvent",
    "MailLink",
    "MailRules",
    "MailStop",
    "MailboxMark",
    "Message",
    "Notice",
    "OutboxMail",
    "Reply",
    "Sequence",
    "SequenceVersion",
]
