from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FunnelConfig(AppConfig):
    name = "funnel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models of auth can be imported only once every app is loaded.
        from funnel.groups import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="staff groups")
