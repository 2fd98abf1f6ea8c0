"""Lists in and out, and who looked at what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.people import Lead


class _LongRun(models.Model):
    """Work that takes a while: claimed by a lease, goes on where it stood, tells how far it is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not started")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True, default="")
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]


class ListImport(_LongRun):
    """A list of people to take in. `mapping` is column number to field name; `purpose`, `source`,
    `agreed_text`, `agreed_on` say what they agreed to, where and when."""

    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="lists/", max_length=200)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    purpose = models.CharField(max_length=20, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    agreed_text = models.TextField(max_length=2_000, blank=True, default="")
    agreed_on = models.DateField(null=True, blank=True)
    # The run under way, or the last one, only tells what would become of each row.
    is_trial = models.BooleanField(default=True)
    # How many rows of each result, and of each reason for not taking one.
    counts = models.JSONField(default=dict)

    class Meta(_LongRun.Meta):
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")

    def __str__(self) -> str:
        return self.name


class ImportedRow(models.Model):
    """What became of one row of a list; `number` counts from 1 below the headers."""

    class Result(models.TextChoices):
        MADE = "made", _("New")
        KNOWN = "known", _("Known already")
        REFUSED = "refused", _("Not taken")

    list_import = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    result = models.CharField(max_length=10, choices=Result)
    lead = models.ForeignKey(Lead, on_delete=models.SET_NULL, null=True, related_name="+")
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("row of an imported list")
        verbose_name_plural = _("rows of imported lists")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["list_import", "number"], name="imported_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_result_display()}"


class ListExport(_LongRun):
    """A list of leads to take along. `question` is that of the desk it was made from, as JSON."""

    question = models.CharField(max_length=1_000, blank=True, default="")
    file = models.FileField(upload_to="lists/", max_length=200, blank=True)

    class Meta(_LongRun.Meta):
        verbose_name = _("exported list")
        verbose_name_plural = _("exported lists")

    def __str__(self) -> str:
        return str(self.created_at)


class AuditEntry(models.Model):
    """Who looked at or took what. Only ever added."""

    class Kind(models.TextChoices):
        SENSITIVE_SEEN = "sensitive_seen", _("Looked at sensitive answers")
        LIST_EXPORTED = "list_exported", _("Exported a list")
        LIST_TAKEN = "list_taken", _("Took an exported list")
        LIST_IMPORTED = "list_imported", _("Imported a list")
        DATA_EXPORTED = "data_exported", _("Exported a person's data")

    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Stays readable when the account is gone.
    by_name = models.CharField(max_length=150, blank=True, default="")
    lead_id = models.BigIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()
