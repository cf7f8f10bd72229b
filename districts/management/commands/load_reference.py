"""Loads the districts and communes of 2020 and the tile grid of the province."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from districts.commands import OfficeCommand
from districts.models import Commune, District

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
# Long An joined Tây Ninh on this day; its communes of 2020 ended and codes were used anew.
END_OF_UNITS = date(2025, 7, 1)


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


class Command(OfficeCommand):
    help = "Nạp danh mục huyện, xã và bản đồ ô (chạy nhiều lần không đổi kết quả)."

    def handle(self, *args, **options) -> None:
        created = self._load()
        result = {
            "districts": District.objects.count(),
            "communes": Commune.objects.count(),
            "created": created,
        }
        summary = (
            f"Danh mục có {result['districts']} huyện, {result['communes']} xã/phường/thị trấn; "
            f"thêm mới {created}."
        )
        self.report(result, summary, options)

    @transaction.atomic
    def _load(self) -> int:
        units = read("units_2020.csv")
        tiles = {tile["district"]: tile for tile in read("tile_grid.csv")}
        created = 0
        districts = {}
        for unit in (u for u in units if u["level"] == "district"):
            district, is_new = District.objects.update_or_create(
                code=unit["code"], defaults={"name": unit["name"], "unit_type": unit["unit_type"]}
            )
            tile = tiles[district.short_name]
            District.objects.filter(pk=district.pk).update(
                grid_row=tile["row"], grid_column=tile["col"]
            )
            districts[district.code] = district
            created += is_new
        for unit in (u for u in units if u["level"] == "commune"):
            _, is_new = Commune.objects.update_or_create(
                code=unit["code"],
                valid_to=END_OF_UNITS,
                defaults={
                    "name": unit["name"],
                    "unit_type": unit["unit_type"],
                    "district": districts[unit["parent_code"]],
                },
            )
            created += is_new
        return created
