"""How the audit events of this app read."""

from audit.sentences import register

STATEMENT_RECORDED = "students.statement_recorded"
STATEMENT_WITHDRAWN = "students.statement_withdrawn"
STATEMENT_CORRECTED = "students.statement_corrected"
STATEMENT_TAKEN_BACK = "students.statement_taken_back"
GRADUATE_READ = "students.graduate_read"
GRADUATES_EXPORTED = "students.graduates_exported"

register(STATEMENT_RECORDED, "{actor} ghi thông tin nơi học cho {count} học sinh. {object}")
register(STATEMENT_WITHDRAWN, "{actor} rút thông tin nơi học của {count} học sinh. {reason}")
register(STATEMENT_CORRECTED, "{actor} đính chính thông tin nơi học của {object}. {reason}")
register(STATEMENT_TAKEN_BACK, "{actor} rút một thông tin nơi học của {object}. {reason}")
register(GRADUATE_READ, "{actor} xem hồ sơ của học sinh {object}.")
register(GRADUATES_EXPORTED, "{actor} xuất danh sách {count} học sinh ({object}). {reason}")
