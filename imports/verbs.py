"""How the audit events of this app read."""

from audit.sentences import register

GRADUATES_IMPORTED = "imports.graduates_imported"

register(
    GRADUATES_IMPORTED, "{actor} nhập danh sách tốt nghiệp {object}: {count} học sinh. {reason}"
)
