"""How the audit events of this app read."""

from audit.sentences import register

ACCOUNT_CREATED = "office.account_created"
ACCOUNT_CORRECTED = "office.account_corrected"
ACCOUNT_DEACTIVATED = "office.account_deactivated"
ACCOUNT_ACTIVATED = "office.account_activated"
PASSWORD_RESET = "office.password_reset"  # noqa: S105 (a verb, not a password)
ASSIGNMENT_ADDED = "office.assignment_added"
ASSIGNMENT_REMOVED = "office.assignment_removed"
EVENT_DETAIL_READ = "office.event_detail_read"

register(ACCOUNT_CREATED, "{actor} tạo tài khoản {object}, phân quyền {reason}.")
register(ACCOUNT_CORRECTED, "{actor} sửa thông tin tài khoản {object}: {reason}.")
register(ACCOUNT_DEACTIVATED, "{actor} khóa tài khoản {object}.")
register(ACCOUNT_ACTIVATED, "{actor} mở lại tài khoản {object}.")
register(PASSWORD_RESET, "{actor} cấp lại mật khẩu cho tài khoản {object}.")
register(ASSIGNMENT_ADDED, "{actor} thêm phân quyền cho {object}: {reason}.")
register(ASSIGNMENT_REMOVED, "{actor} gỡ phân quyền của {object}: {reason}.")
register(EVENT_DETAIL_READ, "{actor} xem chi tiết một việc trong nhật ký: “{object}”")
