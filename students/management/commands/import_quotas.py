"""Imports quotas from a sheet, through the same resource as the admin."""

from districts.sheets import MasterDataCommand
from students.resources import QUOTA_HEADERS, QuotaResource


class Command(MasterDataCommand):
    help = "Nhập chỉ tiêu tuyển sinh từ tệp Excel hoặc CSV (nhập lại tệp cũ không thay đổi gì)."
    label = "chỉ tiêu tuyển sinh"
    resource = QuotaResource
    headers = QUOTA_HEADERS
