from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from nurture.checks import check_site_url


class NurtureConfig(AppConfig):
    name = "nurture"
    verbose_name = _("Mails")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register(check_site_url)
