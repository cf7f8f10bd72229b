"""How the audit events of this app read."""

from audit.sentences import register

ROSTER_UPLOADED = "rosters.uploaded"
COHORT_RELINKED = "rosters.cohort_relinked"
NO_SHOW_REPORTED = "rosters.no_show_reported"
LEAVER_REPORTED = "rosters.leaver_reported"
TRANSFER_REPORTED = "rosters.transfer_reported"
MATCH_ACCEPTED = "rosters.match_accepted"
MATCHES_ACCEPTED = "rosters.matches_accepted"
CANDIDATES_REJECTED = "rosters.candidates_rejected"
REVIEW_POSTPONED = "rosters.review_postponed"
DECISIONS_UNDONE = "rosters.decisions_undone"
ARRIVAL_REPORTED = "rosters.arrival_reported"
TRANSFER_REFUSED = "rosters.transfer_refused"
TRANSFER_WORD_UNDONE = "rosters.transfer_word_undone"
CONFLICT_SETTLED = "rosters.conflict_settled"
SETTLEMENT_UNDONE = "rosters.settlement_undone"
ROW_READ = "rosters.row_read"
ROSTER_EXPORTED = "rosters.exported"

register(ROSTER_UPLOADED, "{actor} nhập danh sách đang học {object}: {count} học sinh. {reason}")
register(COHORT_RELINKED, "{actor} đối chiếu lại {count} dòng danh sách đang học. {reason}")
register(NO_SHOW_REPORTED, "{actor} báo học sinh {object} chưa ra lớp. {reason}")
register(LEAVER_REPORTED, "{actor} báo học sinh {object} đã thôi học. {reason}")
register(TRANSFER_REPORTED, "{actor} báo học sinh {object} đã chuyển trường. {reason}")
register(MATCH_ACCEPTED, "{actor} xác nhận một dòng danh sách đang học là học sinh này: {object}.")
register(
    MATCHES_ACCEPTED,
    "{actor} xác nhận cùng lúc {count} dòng danh sách đang học, bắt đầu từ {object}.",
)
register(CANDIDATES_REJECTED, "{actor} ghi không phải học sinh nào gần giống: {object}.")
register(REVIEW_POSTPONED, "{actor} để sau một dòng cần kiểm tra: {object}.")
register(DECISIONS_UNDONE, "{actor} hoàn tác quyết định về {count} dòng của {object}.")
register(ARRIVAL_REPORTED, "{actor} báo tiếp nhận học sinh {object} chuyển đến.")
register(TRANSFER_REFUSED, "{actor} báo học sinh {object} không đến sau khi chuyển trường.")
register(TRANSFER_WORD_UNDONE, "{actor} hoàn tác thông tin chuyển trường của học sinh {object}.")
register(CONFLICT_SETTLED, "{actor} thống nhất nơi học của {object}: {reason}.")
register(
    SETTLEMENT_UNDONE,
    "{actor} hoàn tác việc thống nhất nơi học của {object}; các nơi lại cùng nhận.",
)
register(ROW_READ, "{actor} xem một dòng danh sách đang học: {object}.")
register(ROSTER_EXPORTED, "{actor} xuất danh sách đang học {object}: {count} dòng. {reason}")
