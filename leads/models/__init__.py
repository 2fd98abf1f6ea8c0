"""People, what we may do with their address, how warm they are, gifts, and the business."""

from leads.models.business import Business
from leads.models.consent import Consent, Suppression
from leads.models.gifts import ChecklistItem, LeadMagnet, MediaFile
from leads.models.ledger import Activity, ActivityQuerySet, VisitFacts
from leads.models.people import EmailAddress, Lead, LeadDetail, LeadQuerySet

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "Business",
    "ChecklistItem",
    "Consent",
    "EmailAddress",
    "Lead",
    "LeadDetail",
    "LeadMagnet",
    "LeadQuerySet",
    "MediaFile",
    "Suppression",
    "VisitFacts",
]
