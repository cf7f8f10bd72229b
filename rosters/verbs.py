"""How the audit events of this app read."""

from audit.sentences import register

ROSTER_UPLOADED = "rosters.uploaded"
COHORT_RELINKED = "rosters.cohort_relinked"

register(ROSTER_UPLOADED, "{actor} nhập danh sách đang học {object}: {count} học sinh. {reason}")
register(COHORT_RELINKED, "{actor} đối chiếu lại {count} dòng danh sách đang học. {reason}")
