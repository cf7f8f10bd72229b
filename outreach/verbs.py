"""How the audit events of this app read."""

from audit.sentences import register

REFERRALS_DRAFTED = "outreach.referrals_drafted"
REFERRAL_SUBMITTED = "outreach.referral_submitted"
REFERRAL_WITHDRAWN = "outreach.referral_withdrawn"
REFERRAL_ISSUED = "outreach.referral_issued"
SCAN_ATTACHED = "outreach.scan_attached"
REFERRAL_ACKNOWLEDGED = "outreach.referral_acknowledged"
REFERRAL_READ = "outreach.referral_read"
REFERRAL_EXPORTED = "outreach.referral_exported"
SETTINGS_CHANGED = "outreach.settings_changed"
TEMPLATE_CHANGED = "outreach.template_changed"

register(REFERRALS_DRAFTED, "{actor} lập {count} dự thảo danh sách đề nghị vận động: {object}.")
register(REFERRAL_SUBMITTED, "{actor} trình ký {object}: {count} học sinh.")
register(REFERRAL_WITHDRAWN, "{actor} thu hồi dự thảo {object}. {reason}")
register(REFERRAL_ISSUED, "{actor} phát hành {object}: chuyển {count} học sinh. {reason}")
register(SCAN_ATTACHED, "{actor} đính kèm bản ký của {object}: {reason}.")
register(REFERRAL_ACKNOWLEDGED, "{actor} ghi nhận đã tiếp nhận {object}. {reason}")
register(REFERRAL_READ, "{actor} xem {object}: {count} học sinh.")
register(REFERRAL_EXPORTED, "{actor} tải {count} tệp của {object}: {reason}.")
register(SETTINGS_CHANGED, "{actor} sửa cách lập văn bản: {object}.")
register(TEMPLATE_CHANGED, "{actor} thay mẫu văn bản {object}. {reason}")
