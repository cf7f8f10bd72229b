"""The columns of graduate lists and rosters, under the many headings offices give them.

Synonyms are compared without accents, case and punctuation; the earlier one wins when two
columns of a sheet answer to the same field, so the most telling come first.
"""

from imports.reading.column import Column
from imports.reading.contact_columns import (
    COMMUNE,
    DISTRICT,
    GUARDIAN,
    HAMLET,
    NOTE,
    PHONE,
    PRIORITY,
    RESIDENCE,
)
from imports.reading.study_columns import STUDY_MARKS, STUDY_STATUS, STUDYING_AT, STUDYING_CLASS

_NOT_THE_PUPIL = (
    "cha", "me", "bo", "ba", "ong", "phu", "giam", "chu", "giao", "vien", "gvcn", "nguoi", "nuoi",
    "truong", "lop", "nganh", "nghe", "dan", "ky",
)  # fmt: skip
_NOT_BIRTH = ("cap", "nhap", "vao", "cha", "me", "bo", "noi", "dang", "ky")

ORDINAL = Column(
    "ordinal",
    "Số thứ tự",
    ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No", "Ordinal"),
)
FULL_NAME = Column(
    "full_name",
    "Họ và tên",
    (
        "Họ và tên học sinh", "Họ tên học sinh", "Họ và tên", "Họ tên", "Họ và tên HS", "Họ tên HS",
        "Họ và tên thí sinh", "Họ tên thí sinh", "Họ và tên học viên", "Họ tên học viên",
        "Họ tên HV", "Họ và tên sinh viên", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên",
        "Họ đệm và tên", "Họ, tên đệm và tên", "Họ lót và tên", "Họ, đệm, tên",
        "Họ và tên khai sinh",
        "Họ tên người học", "Họ và tên người học", "Full name", "Student name", "Name", "Student",
        "Họ tên trẻ", "Họ và tên trẻ",
    ),
    required=True,
    never_with=_NOT_THE_PUPIL,
)  # fmt: skip
FAMILY_MIDDLE_NAME = Column(
    "family_middle_name",
    "Họ và chữ đệm",
    (
        "Họ và tên đệm", "Họ và chữ đệm", "Họ và chữ lót", "Họ và đệm", "Họ và tên lót",
        "Họ và lót",
        "Họ đệm", "Họ lót", "Họ chữ đệm", "Họ chữ lót", "Họ tên đệm", "Họ tên lót",
        "Họ đệm học sinh",
        "Họ và tên đệm học sinh", "Họ lót học sinh", "Họ và", "Họ",
    ),
    never_with=_NOT_THE_PUPIL,
)  # fmt: skip
MIDDLE_NAME = Column(
    "middle_name", "Chữ đệm", ("Tên đệm", "Chữ đệm", "Chữ lót", "Tên lót", "Đệm", "Lót")
)
GIVEN_NAME = Column(
    "given_name",
    "Tên",
    ("Tên học sinh", "Tên HS", "Tên học viên", "Tên thí sinh", "Tên"),
    never_with=_NOT_THE_PUPIL,
)
GENDER = Column(
    "gender",
    "Giới tính",
    (
        "Giới tính",
        "Phái",
        "Nam/Nữ",
        "Nữ/Nam",
        "GT",
        "G.tính",
        "Giới",
        "Nam hay nữ",
        "Nữ",
        "Sex",
        "Gender",
    ),
)
FEMALE_MARK = Column(
    "female_mark",
    "Nữ",
    (
        "Nữ",
        "Nữ (x)",
        "Nữ (đánh dấu x)",
        "Nữ (ghi x)",
        "Học sinh nữ",
        "HS nữ",
        "Là nữ",
        "Female",
    ),
)
MALE_MARK = Column("male_mark", "Nam", ("Nam", "Nam (x)", "Nam (đánh dấu x)"))
BIRTH_DATE = Column(
    "birth_date",
    "Ngày sinh",
    (
        "Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "N.Sinh", "Ng.sinh", "Ngày tháng năm",
        "Sinh ngày tháng năm", "NTN sinh", "N.T.N sinh", "Ngày th năm sinh", "NTNS", "NS",
        "Ngày giờ sinh", "Năm sinh", "Date of birth", "DOB", "Birthday", "Birth date",
        "Ngày/tháng/năm sinh", "Ngày tháng năm sinh học sinh", "Ngày sinh học sinh",
        "Ngày sinh HS",
    ),
    never_with=_NOT_BIRTH,
)  # fmt: skip
BIRTH_DAY = Column("birth_day", "Ngày (sinh)", ("Ngày",), never_with=_NOT_BIRTH)
BIRTH_MONTH = Column("birth_month", "Tháng (sinh)", ("Tháng", "Tháng sinh"), never_with=_NOT_BIRTH)
BIRTH_YEAR = Column("birth_year", "Năm (sinh)", ("Năm", "Năm sinh"), never_with=_NOT_BIRTH)
# Forms of universal education write the date in the column of the child's sex.
BIRTH_IF_MALE = Column(
    "birth_if_male",
    "Ngày sinh (nam)",
    (
        "Ngày, tháng, năm sinh nam", "Ngày sinh nam", "Năm sinh nam", "Sinh ngày nam",
        "Nam sinh ngày", "Nam ngày sinh", "Nam năm sinh",
    ),
)  # fmt: skip
BIRTH_IF_FEMALE = Column(
    "birth_if_female",
    "Ngày sinh (nữ)",
    (
        "Ngày, tháng, năm sinh nữ", "Ngày sinh nữ", "Năm sinh nữ", "Sinh ngày nữ", "Nữ sinh ngày",
        "Nữ ngày sinh", "Nữ năm sinh",
    ),
)  # fmt: skip
BIRTH_PLACE = Column(
    "birth_place",
    "Nơi sinh",
    (
        "Nơi sinh",
        "NS",
        "Sinh tại",
        "Tỉnh nơi sinh",
        "Nơi đăng ký khai sinh",
        "Place of birth",
        "Birthplace",
        "Nơi sinh tỉnh",
        "Nơi sinh tỉnh thành phố",
        "Nơi sinh tỉnh TP",
    ),
)
ETHNICITY = Column(
    "ethnicity",
    "Dân tộc",
    (
        "Dân tộc",
        "D.tộc",
        "DT",
        "Ethnicity",
        "Ethnic group",
        "Thành phần dân tộc",
    ),
)
CLASSIFICATION = Column(
    "classification",
    "Xếp loại tốt nghiệp",
    (
        "Xếp loại tốt nghiệp THCS", "Xếp loại tốt nghiệp", "Xếp loại TN THCS", "Xếp loại TN",
        "Xếp loại TNTHCS", "XLTN", "XL TN", "XL TN THCS", "XL tốt nghiệp", "Loại tốt nghiệp",
        "Loại TN", "Hạng tốt nghiệp",
        "Kết quả tốt nghiệp", "Xếp loại", "XL", "Xếp loại TN THCS năm 2020", "Graduation grade",),
    never_with=("hoc", "luc", "hanh", "kiem", "hl", "hk", "ren", "luyen"),
)  # fmt: skip
REGISTER_NUMBER = Column(
    "register_number",
    "Số vào sổ cấp bằng",
    (
        "Số vào sổ cấp bằng", "Số vào sổ", "Số vào sổ gốc cấp bằng", "Số vào sổ gốc",
        "Số vào sổ cấp bằng tốt nghiệp", "Số vào sổ cấp văn bằng", "Số vào sổ cấp bằng TN",
        "Số vào sổ CB", "Vào sổ số", "Số sổ gốc", "Số vào sổ đăng ký",
    ),
)  # fmt: skip
MOET_CODE = Column(
    "moet_code",
    "Mã định danh Bộ GD&ĐT",
    (
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh Bộ GD",
        "Mã định danh của Bộ",
        "Mã định danh Bộ Giáo dục", "Mã định danh ngành", "Mã học sinh", "Mã số học sinh", "Mã HS",
        "Mã số HS", "Mã học viên", "Mã HV", "Mã CSDL ngành", "Mã định danh học sinh", "Mã MOET",
        "Mã định danh HS", "Mã định danh", "Mã định danh trên CSDL ngành",
        "Mã học sinh (CSDL ngành)", "Student ID", "Student code",
    ),
    never_with=("dan", "nhan"),
)  # fmt: skip
PERSONAL_ID = Column(
    "personal_id",
    "Số định danh cá nhân",
    (
        "Số định danh cá nhân", "Mã định danh cá nhân", "Số CCCD", "CCCD", "Số CMND/CCCD",
        "CMND/CCCD", "Số CMND", "CMND", "Số ĐDCN", "Mã ĐDCN", "ĐDCN", "Căn cước công dân",
        "Số căn cước công dân", "Số căn cước", "CCCD/CMND", "Số CCCD/CMND", "ĐDCN/CCCD",
        "Định danh cá nhân", "Số định danh", "Mã định danh", "Chứng minh nhân dân", "Personal ID",
        "ID number", "Số thẻ CCCD",
    ),
    never_with=("cha", "me", "bo", "giam", "phu"),
)  # fmt: skip
_SCHOOL_NAMES = (
    "Trường THCS", "Học sinh trường", "HS trường", "Tên trường THCS", "Trường tốt nghiệp",
    "Trường", "Tên trường", "Trường học", "Đơn vị trường", "Cơ sở giáo dục", "Tên đơn vị", "Đơn vị",
    "Trường học sinh tốt nghiệp", "Trường THCS tốt nghiệp", "School", "School name",
)  # fmt: skip
_SCHOOL_OF_ORIGIN_NAMES = (
    "Đã tốt nghiệp THCS tại trường", "Tốt nghiệp THCS tại trường", "Nơi học lớp 9",
    "Trường lớp 9", "HS trường THCS", "Học sinh trường THCS", "Trường học lớp 9",
    "Học lớp 9 tại trường", "Trường THCS đã học", "Trường THCS cũ", "Trường cũ",
    "Tốt nghiệp THCS tại", "Nơi tốt nghiệp THCS", "Đã học lớp 9 tại trường", "Nơi học THCS",
    "Tốt nghiệp tại trường", "Trường đã tốt nghiệp", "Trường đã học", "Học THCS tại", "Đơn vị cũ",
    "Nơi tốt nghiệp", "Trường TN THCS", "Là học sinh trường",
)  # fmt: skip
# The institution a roster comes from, or one the child applied to, is not where it finished.
_NOT_OF_ORIGIN = (
    "trung", "tuyen", "vong", "dang", "moi", "thpt", "hieu", "chuyen", "nhap", "tieu", "10",
)  # fmt: skip

SCHOOL = Column(
    "school", "Trường THCS", (*_SCHOOL_NAMES, *_SCHOOL_OF_ORIGIN_NAMES), never_with=_NOT_OF_ORIGIN
)
SCHOOL_OF_ORIGIN = Column(
    "school",
    "Trường THCS đã học",
    (*_SCHOOL_OF_ORIGIN_NAMES, *_SCHOOL_NAMES),
    never_with=_NOT_OF_ORIGIN,
)
CLASS_NAME = Column(
    "class_name",
    "Lớp",
    (
        "Lớp 9",
        "Lớp",
        "Lớp học",
        "Tên lớp",
        "Học lớp",
        "Lớp cuối cấp",
        "HS lớp",
        "Class",
    ),
)
TENTH_CLASS = Column(
    "class_name",
    "Lớp 10",
    (
        "Lớp 10",
        "Lớp",
        "Lớp học",
        "Tên lớp",
        "Lớp đang học",
        "Lớp hiện nay",
        "Lớp mới",
        "Học lớp",
        "Class",
    ),
)
STAGE = Column(
    "stage",
    "Tình trạng học",
    ("Tình trạng", "Tình trạng học", "Trạng thái", "Hiện trạng", "Tình trạng hiện nay"),
)
STARTED_ON = Column(
    "started_on",
    "Ngày nhập học",
    ("Ngày nhập học", "Ngày vào học", "Nhập học ngày", "Ngày vào trường", "Nhập học"),
)

_OF_THE_PUPIL = (
    ORDINAL, FULL_NAME, FAMILY_MIDDLE_NAME, MIDDLE_NAME, GIVEN_NAME, GENDER, FEMALE_MARK, MALE_MARK,
)  # fmt: skip
_OF_BIRTH = (
    BIRTH_IF_MALE, BIRTH_IF_FEMALE, BIRTH_DAY, BIRTH_MONTH, BIRTH_YEAR, BIRTH_PLACE, ETHNICITY,
)  # fmt: skip
_OF_CONTACT = (
    CLASSIFICATION, REGISTER_NUMBER, MOET_CODE, PERSONAL_ID, RESIDENCE, HAMLET, COMMUNE, DISTRICT,
    GUARDIAN, PHONE, PRIORITY, NOTE,
)  # fmt: skip

_REQUIRED_BIRTH_DATE = Column(
    BIRTH_DATE.field,
    BIRTH_DATE.label,
    BIRTH_DATE.synonyms,
    required=True,
    never_with=BIRTH_DATE.never_with,
)

# A graduate list is the denominator: without a birth date its pupils cannot be told apart, so
# there the column is required and an impossible date is an error. A roster row is evidence that
# a child studies: there the date is left blank with a warning and the row is kept.
GRADUATE_COLUMNS: tuple[Column, ...] = (
    *_OF_THE_PUPIL, _REQUIRED_BIRTH_DATE, *_OF_BIRTH, SCHOOL, CLASS_NAME, *_OF_CONTACT,
    STUDYING_AT, STUDY_STATUS, STUDYING_CLASS, *STUDY_MARKS,
)  # fmt: skip
ROSTER_COLUMNS: tuple[Column, ...] = (
    *_OF_THE_PUPIL, BIRTH_DATE, *_OF_BIRTH, SCHOOL_OF_ORIGIN, TENTH_CLASS, *_OF_CONTACT, STAGE,
    STARTED_ON,
)  # fmt: skip
