from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self) -> None:
        from accounts.access import register_grants
        from procurement import workflows  # noqa: F401 - registers the workflows
        from procurement.grants import panel_grants

        register_grants(panel_grants)
