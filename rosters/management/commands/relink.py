"""Links all rosters in force anew, as after another table of weights has been chosen."""

from django.core.management.base import CommandParser

from districts.commands import OfficeCommand, acting_user
from domain.formats import count
from imports.management.commands.import_graduates import open_cohort
from rosters.actions import relink_cohort
from rosters.linking import engine_version


class Command(OfficeCommand):
    help = "Đối chiếu lại mọi danh sách đang học; quyết định của cán bộ được giữ."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--cohort", type=int, required=True, help="năm tốt nghiệp, ví dụ 2020")
        parser.add_argument("--by", metavar="USERNAME", help="tài khoản thực hiện")

    def handle(self, *args, **options) -> None:
        cohort = open_cohort(options["cohort"])
        changed = relink_cohort(cohort=cohort, by=acting_user(options["by"]))
        result = {"changed_rows": changed, "engine_version": engine_version()}
        told = f"Đã đối chiếu lại ({engine_version()}): {count(changed)} dòng thay đổi."
        self.report(result, told, options)
