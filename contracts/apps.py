from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts import (
            notices_supervision,
            workflows,  # noqa: F401 - registers the workflows
        )

        notices_supervision.register()
