"""What earlier rows meant, in the columns of today."""

import secrets

from django.db import migrations


def carry_over(apps, schema_editor):
    opt_ins = apps.get_model("funnel", "OptIn")
    fields = apps.get_model("funnel", "OptInField")
    for opt_in in opt_ins.objects.all():
        kinds = [("email", True)]
        if opt_in.asks_first_name:
            kinds.insert(0, ("first_name", False))
        fields.objects.bulk_create(
            fields(opt_in=opt_in, kind=kind, is_required=is_required, position=place)
            for place, (kind, is_required) in enumerate(kinds)
        )
    apps.get_model("funnel", "Offer").objects.exclude(url="").update(action="link")
    visits = apps.get_model("funnel", "Visit").objects
    for pk in visits.filter(conversion_key=None).values_list("pk", flat=True).iterator():
        visits.filter(pk=pk).update(conversion_key=secrets.token_urlsafe(16))


class Migration(migrations.Migration):
    dependencies = [("funnel", "0003_ladder")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
