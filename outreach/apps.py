from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "Vận động học sinh ra lớp"

    def ready(self) -> None:
        from imports.kinds import built_upon
        from outreach import verbs  # noqa: F401  registers how this app's events read
        from outreach.actions.changes import heed_changes
        from outreach.actions.news import heed_statements
        from outreach.standing import OutreachFollower, listed_for_outreach
        from students.merging.followers import followers
        from students.signals import destinations_recorded

        destinations_recorded.connect(heed_statements)
        built_upon.append(listed_for_outreach)
        followers.append(OutreachFollower())
        destinations_recorded.connect(heed_changes)
