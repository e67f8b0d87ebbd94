from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self) -> None:
        from accounts.access import register_grants
        from accounts.training import ties_region_down
        from config.shared import history
        from procurement import workflows  # noqa: F401 - registers the workflows
        from procurement.grants import panel_grants
        from procurement.models import Tender

        register_grants(panel_grants)
        ties_region_down(Tender)
        post_migrate.connect(_load_rules, sender=self)
        history.ACTS["scored"] = gettext_lazy("Scored")


def _load_rules(using: str, **kwargs: Any) -> None:
    """Terms and thresholds that are missing come in with every migration."""
    from procurement.actions.rules import load_default_rules

    if using == "default":
        load_default_rules()
