from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from contracts.alert_causes import register_causes
        from reports import (
            notices_overruns,
            notices_saved,
            workflows,  # noqa: F401 - registers the workflows
        )
        from reports.overruns.guarantees import guarantees_missed

        register_causes(guarantees_missed)
        notices_overruns.register()
        notices_saved.register()
