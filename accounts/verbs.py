"""How the audit events of this app read."""

from audit.sentences import register

PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105 (a verb, not a password)

register(PASSWORD_CHANGED, "{actor} đổi mật khẩu của mình.")
