"""Imports schools from a sheet, through the same resource as the admin."""

from districts.resources import HEADERS, SchoolResource
from districts.sheets import MasterDataCommand


class Command(MasterDataCommand):
    help = "Nhập trường, cơ sở từ tệp Excel hoặc CSV (nhập lại tệp cũ không thay đổi gì)."
    label = "trường, cơ sở"
    resource = SchoolResource
    headers = HEADERS
