"""Recomputes every derived column and every balance."""

from districts.commands import REFUSED, OfficeCommand
from domain.formats import count
from reports.verification import differences
from students.models import Graduate

SHOWN = 50


class Command(OfficeCommand):
    help = "Tính lại mọi cột suy ra và mọi cân đối; liệt kê chỗ sai."

    def handle(self, *args, **options) -> None:
        found = differences()
        checked = Graduate.objects.count()
        summary = f"Đã kiểm tra {count(checked)} học sinh: mọi số liệu khớp."
        if found:
            more = [f"… và {count(len(found) - SHOWN)} chỗ khác."] if len(found) > SHOWN else []
            summary = "\n".join([*found[:SHOWN], *more, f"Có {count(len(found))} chỗ không khớp."])
        result = {"graduates": checked, "differences": found}
        self.report(result, summary, options)
        if found:
            raise SystemExit(REFUSED)
