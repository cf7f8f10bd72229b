from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        from office import verbs  # noqa: F401  registers how this app's events read
