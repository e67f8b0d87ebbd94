from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from reports import (
            notices_overruns,
            notices_saved,
            workflows,  # noqa: F401 - registers the workflows
        )

        notices_overruns.register()
        notices_saved.register()
