"""Imports targets from a sheet, through the same resource as the admin."""

from districts.sheets import MasterDataCommand
from students.resources import TARGET_HEADERS, TargetResource


class Command(MasterDataCommand):
    help = "Nhập mục tiêu từ tệp Excel hoặc CSV (nhập lại tệp cũ không thay đổi gì)."
    label = "mục tiêu"
    resource = TargetResource
    headers = TARGET_HEADERS
