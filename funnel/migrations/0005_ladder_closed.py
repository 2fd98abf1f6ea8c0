import funnel.models.visits
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funnel", "0004_carry_over")]

    operations = [
        migrations.RemoveField(model_name="optin", name="asks_first_name"),
        migrations.AlterField(
            model_name="visit",
            name="conversion_key",
            field=models.CharField(
                default=funnel.models.visits.new_conversion_key, max_length=22, unique=True
            ),
        ),
    ]
