"""How the codes of the rules read in Vietnamese; the glossary of docs/glossary.md in code."""

from domain.outcome import Evidence, Outcome, Place, Programme, Stage

OUTCOME_LABELS: dict[str, str] = {
    Outcome.UPPER_SECONDARY: "Lớp 10 THPT",
    Outcome.CONTINUING: "GDTX cấp THPT",
    Outcome.VOCATIONAL: "Cơ sở GDNN",
    Outcome.NOT_STUDYING: "Không tiếp tục học",
    Outcome.NOT_KNOWN: "Chưa có thông tin",
    Outcome.CONFLICT: "Thông tin chưa thống nhất",
}

DUAL_LABEL = "Vừa học GDTX vừa học nghề"

EVIDENCE_LABELS: dict[str, str] = {
    Evidence.CONFIRMED: "Đã xác nhận",
    Evidence.REPORTED: "Theo khai báo",
}

PLACE_LABELS: dict[str, str] = {
    Place.IN_DISTRICT: "Trong huyện",
    Place.IN_PROVINCE: "Ngoài huyện, trong tỉnh",
    Place.OUTSIDE: "Ngoài tỉnh",
}

STAGE_LABELS: dict[str, str] = {
    Stage.ADMITTED: "Trúng tuyển chưa nhập học",
    Stage.STUDYING: "Đang học",
    Stage.NO_SHOW: "Chưa ra lớp",
    Stage.LEFT: "Đã thôi học",
    Stage.TRANSFERRED: "Đã chuyển trường",
}

PROGRAMME_LABELS: dict[str, str] = {
    Programme.UPPER_SECONDARY: "Lớp 10 THPT",
    Programme.CONTINUING: "GDTX cấp THPT",
    Programme.ELEMENTARY: "Sơ cấp",
    Programme.INTERMEDIATE: "Trung cấp",
    Programme.COLLEGE_NINE_PLUS: "Cao đẳng 9+",
    Programme.SHORT_COURSE: "Khóa học dưới 3 tháng",
    Programme.WORKING: "Đi làm",
    Programme.AT_HOME: "Ở nhà",
    Programme.ABROAD: "Ra nước ngoài",
    Programme.DECEASED: "Đã mất",
    Programme.OTHER_NOT_STUDYING: "Lý do khác",
    Programme.UNREACHED: "Chưa liên lạc được",
}
