"""People, what we may do with their address, how warm they are, gifts, and the business."""

from leads.models.business import Business
from leads.models.consent import Consent, Suppression
from leads.models.desk import DeskRules, FunnelAccess, Note, StageChange, Task, Touch
from leads.models.gifts import ChecklistItem, LeadMagnet, MediaFile
from leads.models.ledger import Activity, ActivityQuerySet, VisitFacts
from leads.models.lists import AuditEntry, ImportedRow, ListExport, ListImport
from leads.models.people import QUEUED_FIRST, EmailAddress, Lead, LeadDetail, LeadQuerySet
from leads.models.same import Merge, NotSame
from leads.models.telling import (
    Alert,
    AlertChoice,
    Happening,
    Webhook,
    WebhookAttempt,
    WebhookCall,
)
from leads.models.tuning import ScoringModel

__all__ = [
    "QUEUED_FIRST",
    "Activity",
    "ActivityQuerySet",
    "Alert",
    "AlertChoice",
    "AuditEntry",
    "Business",
    "ChecklistItem",
    "Consent",
    "DeskRules",
    "EmailAddress",
    "FunnelAccess",
    "Happening",
    "ImportedRow",
    "Lead",
    "LeadDetail",
    "LeadMagnet",
    "LeadQuerySet",
    "ListExport",
    "ListImport",
    "MediaFile",
    "Merge",
    "NotSame",
    "Note",
    "ScoringModel",
    "StageChange",
    "Suppression",
    "Task",
    "Touch",
    "VisitFacts",
    "Webhook",
    "WebhookAttempt",
    "WebhookCall",
]
