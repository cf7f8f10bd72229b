"""Imports schools from a sheet, through the same resource as the admin."""

from districts.sheets import MasterDataCommand
from districts.resources import HEADERS, SchoolResource


class Command(MasterDataCommand):
    help = "Nhập trường, cơ sở từ tệp Excel hoặc CSV (nhập lại tệp cũ không thay đổi gì)."
    label = "trường, cơ sở"
    resource = SchoolResource
    headers = HEADERS
