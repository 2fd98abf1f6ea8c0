"""The version that people on their way follow: so far the newest of each language."""

import json

from django.db import migrations


def mark_current(apps, schema_editor):
    versions = apps.get_model("nurture", "SequenceVersion").objects
    newest = {}
    for row in versions.filter(is_trial=False).order_by("number").iterator(chunk_size=200):
        row.language = json.loads(row.document).get("language", "")[:10]
        row.save(update_fields=["language"])
        newest[row.sequence_id, row.language] = row.pk
    versions.filter(pk__in=newest.values()).update(is_current=True)


def name_groups(apps, schema_editor):
    """A stop of one provider group says so in its scope."""
    for row in apps.get_model("nurture", "MailStop").objects.exclude(scope="all"):
        row.scope = f"group:{row.scope}"
        row.kind = "refused"
        row.save(update_fields=["scope", "kind"])


class Migration(migrations.Migration):
    dependencies = [("nurture", "0005_engine")]

    operations = [
        migrations.RunPython(mark_current, migrations.RunPython.noop),
        migrations.RunPython(name_groups, migrations.RunPython.noop),
    ]
