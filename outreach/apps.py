from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "Vận động học sinh ra lớp"

    def ready(self) -> None:
        from outreach import verbs  # noqa: F401  registers how this app's events read
        from outreach.actions.news import heed_statements
        from students.signals import destinations_recorded

        destinations_recorded.connect(heed_statements)
