from django.apps import AppConfig


class LonganEnrollConfig(AppConfig):
    name = "longan_enroll"
    verbose_name = "Theo dõi học sinh sau THCS"

    def ready(self) -> None:
        from longan_enroll.demo import verbs  # noqa: F401  registers how these events read
