from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "students"
    verbose_name = "Học sinh tốt nghiệp THCS"

    def ready(self) -> None:
        from students import catalogue, verbs  # noqa: F401  registers receivers and how events read
