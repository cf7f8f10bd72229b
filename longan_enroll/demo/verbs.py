"""How the audit events of the invented province read."""

from audit.sentences import register

ACCOUNTS_CREATED = "demo.accounts_created"

register(ACCOUNTS_CREATED, "{actor} tạo {count} tài khoản minh họa.")
