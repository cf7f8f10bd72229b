"""Columns that say where a child is after THCS: lists of universal education, surveys."""

from imports.reading.column import Column

_NOT_NOW = ("9", "cu", "truoc", "tieu", "nguyen", "vong", "ky", "tuyen", "sinh", "nganh", "tot")

STUDYING_AT = Column(
    "studying_at",
    "Nơi đang học",
    (
        "Đang học tại trường", "Đang học tại", "Hiện đang học tại trường", "Hiện đang học tại",
        "Hiện đang học lớp 10 trường", "Hiện đang học lớp 10 tại trường", "Trường đang học",
        "Đang học lớp 10 trường", "Đang học lớp 10 tại trường", "Nơi đang học", "Nơi học hiện nay",
        "Hiện học tại", "Hiện học tại trường", "Học lớp 10 tại trường", "Đang học trường",
        "Trường, cơ sở đang học", "Cơ sở đang học", "Trường đang theo học", "Đang theo học tại",
        "Trường học hiện nay", "Trường hiện đang học", "Nơi tiếp tục học", "Tiếp tục học tại",
        "Học tiếp tại trường", "Nơi học sau tốt nghiệp THCS", "Nơi học sau THCS",
    ),
    never_with=_NOT_NOW,
)  # fmt: skip
STUDY_STATUS = Column(
    "study_status",
    "Tình trạng học",
    (
        "Tình trạng học", "Tình trạng học tập", "Tình trạng học tập hiện nay", "Tình trạng đi học",
        "Tình trạng hiện nay", "Tình trạng học hiện nay", "Hiện trạng học tập", "Hiện nay đang",
        "Tình trạng sau tốt nghiệp", "Tình trạng sau tốt nghiệp THCS", "Tình trạng sau THCS",
        "Hướng đi sau tốt nghiệp THCS", "Hướng đi sau THCS", "Kết quả phân luồng",
        "Đang học hay nghỉ học", "Hiện đang học", "Hiện nay đang học", "Hiện nay làm gì",
    ),
    never_with=("9", "cu", "truoc", "nguyen", "vong", "ky"),
)  # fmt: skip
STUDYING_CLASS = Column(
    "studying_class",
    "Lớp đang học",
    ("Lớp đang học", "Đang học lớp", "Hiện đang học lớp", "Học lớp hiện nay", "Lớp 10 đang học"),
    never_with=("9", "cu", "truoc", "truong", "tai"),
)

# Surveys put a sign under what the child does. Only headings that say so: a bare "THPT" may as well
# be what the child applied for.
_NOT_WISHED = ("nguyen", "vong", "ky", "kien", "tuyen", "thi", "muon", "huong", "du")
MARKED_UPPER_SECONDARY = Column(
    "marked_upper_secondary",
    "Đang học lớp 10 THPT (đánh dấu)",
    ("Đang học THPT", "Học THPT", "Học lớp 10 THPT", "Đang học lớp 10 THPT", "Vào lớp 10 THPT",
     "Đang học lớp 10"),
    never_with=_NOT_WISHED,
)  # fmt: skip
MARKED_CONTINUING = Column(
    "marked_continuing",
    "Đang học GDTX (đánh dấu)",
    ("Đang học GDTX", "Học GDTX", "Học lớp 10 GDTX", "Đang học lớp 10 GDTX", "Học bổ túc",
     "Đang học bổ túc THPT"),
    never_with=_NOT_WISHED,
)  # fmt: skip
MARKED_VOCATIONAL = Column(
    "marked_vocational",
    "Đang học nghề (đánh dấu)",
    ("Đang học nghề", "Học nghề", "Đang học GDNN", "Học GDNN", "Đang học trung cấp",
     "Học trung cấp", "Đang học TCN", "Học trung cấp nghề"),
    never_with=(*_NOT_WISHED, "pho"),
)  # fmt: skip
MARKED_WORKING = Column(
    "marked_working",
    "Đi làm (đánh dấu)",
    ("Đi làm", "Lao động", "Đang đi làm", "Tham gia lao động"),
    never_with=(*_NOT_WISHED, "cha", "me"),
)
MARKED_AT_HOME = Column(
    "marked_at_home",
    "Nghỉ học, ở nhà (đánh dấu)",
    ("Ở nhà", "Nghỉ học", "Không đi học", "Bỏ học", "Không học", "Không tiếp tục học"),
    never_with=_NOT_WISHED,
)
STUDY_MARKS = (
    MARKED_UPPER_SECONDARY, MARKED_CONTINUING, MARKED_VOCATIONAL, MARKED_WORKING, MARKED_AT_HOME,
)  # fmt: skip
