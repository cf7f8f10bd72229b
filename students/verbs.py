"""How the audit events of this app read."""

from audit.sentences import register

STATEMENT_RECORDED = "students.statement_recorded"
STATEMENT_WITHDRAWN = "students.statement_withdrawn"
GRADUATES_EXPORTED = "students.graduates_exported"

register(STATEMENT_RECORDED, "{actor} ghi thông tin nơi học cho {count} học sinh. {object}")
register(STATEMENT_WITHDRAWN, "{actor} rút thông tin nơi học của {count} học sinh. {reason}")
register(GRADUATES_EXPORTED, "{actor} xuất danh sách {count} học sinh ({object}). {reason}")
