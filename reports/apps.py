from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Số liệu"

    def ready(self) -> None:
        from reports import verbs  # noqa: F401  registers how this app's events read
