from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from accounts.training import ties_region_down
        from contracts import (
            notices_contracts,
            notices_covenants,
            notices_groups,
            notices_invoices,
            notices_returns,
            notices_supervision,
            notices_terms,
            notices_waiting,
            workflows,  # noqa: F401 - registers the workflows
        )
        from contracts.models import Contract

        ties_region_down(Contract)
        notices_contracts.register()
        notices_groups.register()
        notices_invoices.register()
        notices_covenants.register()
        notices_returns.register()
        notices_supervision.register()
        notices_terms.register()
        notices_waiting.register()
