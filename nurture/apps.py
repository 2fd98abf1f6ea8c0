from django.apps import AppConfig
from django.core import checks

from nurture.checks import check_site_url


class NurtureConfig(AppConfig):
    name = "nurture"
    verbose_name = "Mails"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register(check_site_url)
