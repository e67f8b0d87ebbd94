from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.access import register_grants
        from accounts.actions import ACTS
        from accounts.audit import AuditRecorder
        from accounts.grants import membership_grants
        from accounts.statuses import copy_status_pairs
        from config.shared import history
        from config.shared.workflow import set_recorder

        history.ACTS.update(ACTS)
        set_recorder(AuditRecorder())
        register_grants(membership_grants)
        post_migrate.connect(copy_status_pairs, sender=self)
