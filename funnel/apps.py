from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FunnelConfig(AppConfig):
    name = "funnel"
    verbose_name = _("Funnel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models of auth can be imported only once every app is loaded.
        from funnel.groups import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="staff groups")
