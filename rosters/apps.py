from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "rosters"
    verbose_name = "Danh sách đang học và đối chiếu"

    def ready(self) -> None:
        from imports.kinds import after_graduates
        from rosters import verbs  # noqa: F401  registers how this app's events read
        from rosters.actions import relink_cohort

        after_graduates.append(relink_cohort)
