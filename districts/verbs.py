"""How the audit events of this app read."""

from audit.sentences import register

MASTER_DATA_IMPORTED = "districts.master_data_imported"
SCHOOL_CREATED = "districts.school_created"
SCHOOL_CHANGED = "districts.school_changed"
SCHOOL_CONFIRMED = "districts.school_confirmed"

register(MASTER_DATA_IMPORTED, "{actor} nhập {reason} từ tệp {object}: {count} dòng.")
register(SCHOOL_CREATED, "{actor} thêm trường, cơ sở {object} vào danh mục.")
register(SCHOOL_CHANGED, "{actor} sửa thông tin của trường, cơ sở {object}: {reason}.")
register(SCHOOL_CONFIRMED, "{actor} xác nhận trường, cơ sở {object}: {reason}.")
