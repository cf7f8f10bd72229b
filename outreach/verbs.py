"""How the audit events of this app read."""

from audit.sentences import register

REFERRALS_DRAFTED = "outreach.referrals_drafted"

register(REFERRALS_DRAFTED, "{actor} lập dự thảo danh sách đề nghị vận động {object}. {reason}")
