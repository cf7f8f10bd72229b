from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "rosters"
    verbose_name = "Danh sách đang học và đối chiếu"

    def ready(self) -> None:
        from districts.authority import Permission
        from imports.kinds import ImportKind, built_upon, kinds
        from imports.models import BatchKind
        from rosters import verbs  # noqa: F401  registers how this app's events read
        from rosters.actions import LinksFollow, undo_roster
        from rosters.decided import chosen_by_people
        from rosters.merging import RosterFollower
        from students import following
        from students.merging.followers import followers

        following.followers.append(LinksFollow())
        kinds[BatchKind.ROSTER] = ImportKind(
            permission=Permission.IMPORT_ROSTER,
            upload_label="Tải danh sách đang học",
            upload_page="rosters:upload",
            draft_page="rosters:draft_says",
            check_page="rosters:draft_check",
            result_page="rosters:version_detail",
            undo=undo_roster,
        )
        built_upon.append(chosen_by_people)
        followers.append(RosterFollower())
