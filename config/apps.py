from django.apps import AppConfig


class RoofConfig(AppConfig):
    """Wires what every process needs: the task queue and the system checks."""

    name = "config"
    verbose_name = "Taalregie"

    def ready(self) -> None:
        from config import celery, checks

        celery.load_tasks()
        checks.register_checks()
