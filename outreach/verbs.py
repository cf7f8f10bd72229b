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
ARCHIVE_EXPORTED = "outreach.archive_exported"
SETTINGS_CHANGED = "outreach.settings_changed"
TEMPLATE_CHANGED = "outreach.template_changed"
CASES_OPENED = "outreach.cases_opened"
CASE_READ = "outreach.case_read"
CASES_READ = "outreach.cases_read"
NEWS_READ = "outreach.news_read"
CASE_ENDED = "outreach.case_ended"
VISIT_RECORDED = "outreach.visit_recorded"
VISIT_TAKEN_BACK = "outreach.visit_taken_back"
REQUEST_MADE = "outreach.request_made"
REQUEST_ACCEPTED = "outreach.request_accepted"
REQUEST_REFUSED = "outreach.request_refused"
DEADLINES_SET = "outreach.deadlines_set"
FIGURES_EXPORTED = "outreach.figures_exported"
CASES_EXPORTED = "outreach.cases_exported"
SHEET_READ = "outreach.sheet_received"
SHEET_RECORDED = "outreach.sheet_recorded"
CLAIM_CONFIRMED = "outreach.claim_confirmed"
CLAIMS_LAPSED = "outreach.claims_lapsed"

register(REFERRALS_DRAFTED, "{actor} lập {count} dự thảo danh sách đề nghị vận động: {object}.")
register(REFERRAL_SUBMITTED, "{actor} trình ký {object}: {count} học sinh.")
register(REFERRAL_WITHDRAWN, "{actor} thu hồi dự thảo {object}. {reason}")
register(REFERRAL_ISSUED, "{actor} phát hành {object}: chuyển {count} học sinh. {reason}")
register(SCAN_ATTACHED, "{actor} đính kèm bản ký của {object}: {reason}.")
register(REFERRAL_ACKNOWLEDGED, "{actor} ghi nhận đã tiếp nhận {object}. {reason}")
register(REFERRAL_READ, "{actor} xem {object}: {count} học sinh.")
register(REFERRAL_EXPORTED, "{actor} tải {count} tệp của {object}: {reason}.")
register(ARCHIVE_EXPORTED, "{actor} tải {count} tệp danh sách vận động của {object}. {reason}")
register(SETTINGS_CHANGED, "{actor} sửa cách lập văn bản: {object}.")
register(TEMPLATE_CHANGED, "{actor} thay mẫu văn bản {object}. {reason}")
register(CASES_OPENED, "{actor} giao vận động {count} học sinh.")
register(CASES_READ, "{actor} xem danh sách vận động: {count} học sinh.")
register(NEWS_READ, "{actor} đã xem {count} tin về trường hợp vận động.")
register(CASE_READ, "{actor} xem trường hợp vận động {object}.")
register(CASE_ENDED, "{actor} kết thúc vận động {object}. {reason}")
register(VISIT_RECORDED, "{actor} ghi lượt vận động {object}: {reason}.")
register(VISIT_TAKEN_BACK, "{actor} hoàn tác lượt vận động {object}: {reason}.")
register(REQUEST_MADE, "{actor} đề nghị về trường hợp {object}. {reason}")
register(REQUEST_ACCEPTED, "{actor} đồng ý đề nghị về trường hợp {object}. {reason}")
register(REQUEST_REFUSED, "{actor} không đồng ý đề nghị về trường hợp {object}. {reason}")
register(DEADLINES_SET, "{actor} đặt thời hạn vận động của {object}.")
register(CASES_EXPORTED, "{actor} xuất danh sách vận động {object}: {count} học sinh. {reason}")
register(FIGURES_EXPORTED, "{actor} xuất {object}: {count} địa phương.")
register(SHEET_READ, "{actor} nhận tệp vận động của {object}: {count} dòng.")
register(SHEET_RECORDED, "{actor} ghi {count} lượt vận động từ tệp của {object}.")
register(CLAIM_CONFIRMED, "{actor} xác nhận {object} đang học tại đơn vị.")
register(CLAIMS_LAPSED, "{actor} rút {count} khai báo quá hạn chờ xác nhận.")
