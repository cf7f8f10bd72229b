"""Takes back the reports of claims that no institution confirmed in time; run once a day."""

from django.utils import timezone

from districts.commands import OfficeCommand
from domain.formats import count
from outreach.actions.claims import lapse_claims


class Command(OfficeCommand):
    help = "Rút các khai báo “Đã đi học nơi khác” quá hạn mà nhà trường chưa xác nhận."

    def handle(self, *args, **options) -> None:
        number = lapse_claims(by=None, today=timezone.localdate())
        summary = f"Đã rút {count(number)} khai báo quá hạn chờ nhà trường xác nhận."
        self.report({"lapsed": number}, summary, options)
