"""How the audit events of this app read."""

from audit.sentences import register

ROSTER_UPLOADED = "rosters.uploaded"
COHORT_RELINKED = "rosters.cohort_relinked"
NO_SHOW_REPORTED = "rosters.no_show_reported"
LEAVER_REPORTED = "rosters.leaver_reported"
TRANSFER_REPORTED = "rosters.transfer_reported"
ROW_READ = "rosters.row_read"
ROSTER_EXPORTED = "rosters.exported"

register(ROSTER_UPLOADED, "{actor} nhập danh sách đang học {object}: {count} học sinh. {reason}")
register(COHORT_RELINKED, "{actor} đối chiếu lại {count} dòng danh sách đang học. {reason}")
register(NO_SHOW_REPORTED, "{actor} báo học sinh {object} chưa ra lớp. {reason}")
register(LEAVER_REPORTED, "{actor} báo học sinh {object} đã thôi học. {reason}")
register(TRANSFER_REPORTED, "{actor} báo học sinh {object} đã chuyển trường. {reason}")
register(ROW_READ, "{actor} xem một dòng danh sách đang học: {object}.")
register(ROSTER_EXPORTED, "{actor} xuất danh sách đang học {object}: {count} dòng. {reason}")
