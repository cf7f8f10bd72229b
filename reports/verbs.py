"""How the audit events of this app read."""

from audit.sentences import register

NOT_ENROLLED_EXPORTED = "reports.not_enrolled_exported"

register(
    NOT_ENROLLED_EXPORTED,
    "{actor} xuất danh sách chưa vào học {object}: {count} học sinh. {reason}",
)
