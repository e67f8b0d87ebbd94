from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from accounts.access import register_grants
        from accounts.ties import ProviderTie, set_provider_tie
        from config.shared import history
        from providers import (
            notices,
            workflows,  # noqa: F401 - registers the workflows
        )
        from providers.actions import ACTS, join_provider, name_of
        from providers.grants import people_of, provider_grants

        register_grants(provider_grants)
        set_provider_tie(ProviderTie(name=name_of, join=join_provider, people=people_of))
        history.ACTS.update(ACTS)
        notices.register()
