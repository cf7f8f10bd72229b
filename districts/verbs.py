"""How the audit events of this app read."""

from audit.sentences import register

MASTER_DATA_IMPORTED = "districts.master_data_imported"

register(MASTER_DATA_IMPORTED, "{actor} nhập danh mục {reason} từ tệp {object}: {count} dòng.")
