from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        from accounts.access import register_grants
        from providers.grants import provider_grants

        register_grants(provider_grants)
