"""How the audit events of this app read."""

from audit.sentences import register

STATEMENT_RECORDED = "students.statement_recorded"
STATEMENT_WITHDRAWN = "students.statement_withdrawn"
STATEMENT_CORRECTED = "students.statement_corrected"
STATEMENT_TAKEN_BACK = "students.statement_taken_back"
STATEMENT_VERIFIED = "students.statement_verified"
STATEMENTS_SURVEYED = "students.statements_surveyed"
SURVEY_WORKBOOKS_EXPORTED = "students.survey_workbooks_exported"
LIST_SIGNED_OFF = "students.statements_signed_off"
SIGN_OFFS_EXPORTED = "students.sign_offs_exported"
CALL_LIST_EXPORTED = "students.call_list_exported"
GRADUATE_READ = "students.graduate_read"
GRADUATE_EDITED = "students.graduate_edited"
EDIT_TAKEN_BACK = "students.graduate_edit_taken_back"
GRADUATES_MERGED = "students.graduate_edit_merged"
MERGE_UNDONE = "students.graduate_edit_merge_undone"
GRADUATES_TOLD_APART = "students.graduate_edit_told_apart"
DISTINCTION_TAKEN_BACK = "students.graduate_edit_distinction_taken_back"
CORRECTION_ASKED = "students.graduate_edit_asked"
CORRECTION_ANSWERED = "students.graduate_edit_answered"
CORRECTION_ACCEPTED = "students.graduate_edit_accepted"
CORRECTION_REFUSED = "students.graduate_edit_refused"
GRADUATES_EXPORTED = "students.graduates_exported"
TARGET_SET = "students.target_set"
QUOTA_SET = "students.quota_set"
TARGETS_COPIED = "students.targets_copied"
QUOTAS_COPIED = "students.quotas_copied"
TARGETS_EXPORTED = "students.targets_exported"
QUOTAS_EXPORTED = "students.quotas_exported"

register(STATEMENT_RECORDED, "{actor} ghi thông tin nơi học của học sinh {object}. {reason}")
register(STATEMENT_WITHDRAWN, "{actor} rút thông tin nơi học của {count} học sinh. {reason}")
register(
    STATEMENT_CORRECTED, "{actor} đính chính thông tin nơi học của học sinh {object}. {reason}"
)
register(STATEMENT_TAKEN_BACK, "{actor} rút một thông tin nơi học của học sinh {object}. {reason}")
register(
    STATEMENT_VERIFIED, "{actor} xác minh lại thông tin nơi học của học sinh {object}: vẫn đúng."
)
register(STATEMENTS_SURVEYED, "{actor} ghi kết quả khảo sát của {count} học sinh ({object}).")
register(
    SURVEY_WORKBOOKS_EXPORTED,
    "{actor} tải phiếu khảo sát theo lớp ({object}): {count} học sinh.",
)
register(LIST_SIGNED_OFF, "{actor} xác nhận đã rà soát {count} học sinh của {object}. {reason}")
register(SIGN_OFFS_EXPORTED, "{actor} xuất danh sách xác nhận rà soát {object}: {count} trường.")
register(
    CALL_LIST_EXPORTED,
    "{actor} lấy danh sách gọi điện có số điện thoại ({object}): {count} học sinh. {reason}",
)
register(GRADUATE_READ, "{actor} xem hồ sơ của học sinh {object}.")
register(GRADUATE_EDITED, "{actor} sửa thông tin của học sinh {object}. {reason}")
register(EDIT_TAKEN_BACK, "{actor} hoàn tác một lần sửa thông tin của học sinh {object}.")
register(GRADUATES_MERGED, "{actor} gộp hai hồ sơ của học sinh {object}. {reason}")
register(MERGE_UNDONE, "{actor} hoàn tác việc gộp hai hồ sơ của học sinh {object}.")
register(GRADUATES_TOLD_APART, "{actor} ghi nhận {object} là hai học sinh khác nhau.")
register(DISTINCTION_TAKEN_BACK, "{actor} bỏ ghi nhận {object} là hai học sinh khác nhau.")
register(CORRECTION_ASKED, "{actor} đề nghị sửa thông tin của học sinh {object}. {reason}")
register(
    CORRECTION_ANSWERED, "{actor} tiếp nhận đề nghị sửa thông tin của học sinh {object}. {reason}"
)
register(
    CORRECTION_ACCEPTED, "{actor} chấp nhận đề nghị sửa thông tin của học sinh {object}. {reason}"
)
register(
    CORRECTION_REFUSED,
    "{actor} không chấp nhận đề nghị sửa thông tin của học sinh {object}. {reason}",
)
register(GRADUATES_EXPORTED, "{actor} xuất danh sách {count} học sinh ({object}). {reason}")
register(TARGET_SET, "{actor} ghi chỉ tiêu vào GDNN của {object}: {reason}.")
register(QUOTA_SET, "{actor} ghi chỉ tiêu tuyển sinh lớp 10 của {object}: {reason}.")
register(TARGETS_COPIED, "{actor} lấy chỉ tiêu đăng ký {object} cho {count} đơn vị.")
register(QUOTAS_COPIED, "{actor} lấy chỉ tiêu tuyển sinh {object} cho {count} cơ sở.")
register(TARGETS_EXPORTED, "{actor} xuất chỉ tiêu đăng ký {object}: {count} dòng.")
register(QUOTAS_EXPORTED, "{actor} xuất chỉ tiêu tuyển sinh {object}: {count} dòng.")
