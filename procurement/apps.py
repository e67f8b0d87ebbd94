from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self) -> None:
        from accounts.access import register_grants
        from accounts.training import ties_region_down
        from config.shared import history
        from procurement import (
            notices_applications,
            notices_awards,
            notices_bidding,
            notices_evaluation,
            notices_opening,
            notices_planning,
            notices_preparing,
            notices_publication,
            workflows,  # noqa: F401 - registers the workflows
        )
        from procurement.actions.rules import load_default_rules
        from procurement.grants import panel_grants
        from procurement.models import Tender

        register_grants(panel_grants)
        ties_region_down(Tender)
        post_migrate.connect(load_default_rules, sender=self)
        notices_applications.register()
        notices_awards.register()
        notices_bidding.register()
        notices_evaluation.register()
        notices_opening.register()
        notices_planning.register()
        notices_preparing.register()
        notices_publication.register()
        history.ACTS["scored"] = gettext_lazy("Scored")
