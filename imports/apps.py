from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "Nhập danh sách"

    def ready(self) -> None:
        from imports import verbs  # noqa: F401  registers how this app's events read
