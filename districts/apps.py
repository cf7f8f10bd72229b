from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = "Huyện, xã, trường"

    def ready(self) -> None:
        from districts import verbs  # noqa: F401  registers how this app's events read
