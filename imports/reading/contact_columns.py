"""Columns about where a pupil lives and whom to call, under the headings offices give them."""

from imports.reading.column import Column

RESIDENCE = Column(
    "residence",
    "Chỗ ở hiện nay",
    (
        "Chỗ ở hiện nay", "Nơi ở hiện nay", "Chỗ ở hiện tại", "Nơi ở hiện tại", "Chỗ ở", "Nơi ở",
        "Địa chỉ hiện nay", "Địa chỉ chỗ ở", "Địa chỉ", "Nơi thường trú", "Hộ khẩu thường trú",
        "Địa chỉ thường trú", "Thường trú", "HKTT", "Hộ khẩu", "Nơi cư trú", "Địa chỉ liên hệ",
        "Địa chỉ gia đình", "Nơi đăng ký thường trú", "Tạm trú", "Address", "Chỗ ở của học sinh",
        "Chỗ ở học sinh",
    ),
    never_with=("truong", "cong", "email", "thu"),
)  # fmt: skip
HAMLET = Column(
    "hamlet",
    "Ấp/khu phố",
    (
        "Ấp/khu phố", "Ấp (khu phố)", "Ấp", "Khu phố", "Thôn/ấp", "Thôn, ấp, khu phố", "Thôn",
        "Khu phố/ấp", "Tổ, ấp", "Tổ/ấp", "Số nhà, ấp", "Số nhà, ấp/khu phố", "Ấp, KP", "Ấp/KP",
        "Hamlet", "Tên ấp", "Ấp, khu phố", "Xóm", "Thôn xóm",
    ),
)  # fmt: skip
COMMUNE = Column(
    "commune",
    "Xã/phường/thị trấn",
    (
        "Xã/phường/thị trấn", "Xã (phường, thị trấn)", "Xã (phường, TT)", "Xã/phường", "Xã, phường",
        "Xã/phường/TT", "Phường/xã", "Xã", "Phường", "Xã/thị trấn", "Xã - phường", "Xã/P/TT",
        "Phường, xã, thị trấn", "Phường/xã/thị trấn", "Xã thường trú", "Xã/phường thường trú",
        "Commune", "Ward", "Phường, xã",
    ),
)  # fmt: skip
DISTRICT = Column(
    "district",
    "Huyện/thị xã/thành phố",
    (
        "Huyện/thị xã/thành phố", "Huyện (thị xã, thành phố)", "Huyện", "Quận/huyện",
        "Huyện/thị xã",
        "Huyện (TX, TP)", "Huyện/TX/TP", "Huyện/TP", "Quận/huyện/thị xã", "Huyện, thị",
        "Huyện/quận",
        "Huyện thường trú", "District", "Huyện, thị xã, thành phố",),
)  # fmt: skip
GUARDIAN = Column(
    "guardian",
    "Họ tên cha/mẹ/người giám hộ",
    (
        "Họ và tên cha/mẹ/người giám hộ", "Họ tên cha/mẹ/người giám hộ", "Họ tên cha/mẹ",
        "Họ và tên cha/mẹ", "Họ và tên người giám hộ", "Họ tên người giám hộ", "Người giám hộ",
        "Cha/mẹ/người giám hộ", "Họ tên phụ huynh", "Họ và tên phụ huynh", "Phụ huynh", "Cha/mẹ",
        "Họ tên cha hoặc mẹ", "Họ và tên cha hoặc mẹ", "Họ tên cha", "Họ và tên cha", "Họ tên mẹ",
        "Họ và tên mẹ", "Cha", "Mẹ", "Tên cha", "Tên mẹ", "Người đỡ đầu",
        "Con ông/bà", "Con ông (bà)", "Con ông", "Họ tên bố mẹ", "Tên phụ huynh",
        "Họ tên bố/mẹ",
        "Họ và tên bố/mẹ", "Bố/mẹ", "Phụ huynh học sinh", "PHHS", "Guardian", "Parent",
        "Họ và tên bố", "Họ tên bố", "Bố", "Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ",
    ),
    never_with=("dien", "thoai", "sdt", "dt", "nghe", "nam", "sinh", "cccd", "cmnd"),
)  # fmt: skip
PHONE = Column(
    "phone",
    "Điện thoại",
    (
        "Điện thoại", "Số điện thoại", "Điện thoại liên hệ", "Số điện thoại liên hệ", "SĐT",
        "SĐT liên hệ", "Số ĐT liên hệ", "Số ĐT", "ĐT liên hệ", "ĐT", "Điện thoại liên lạc",
        "SĐT phụ huynh", "Số điện thoại phụ huynh", "Điện thoại phụ huynh", "SĐT PHHS",
        "Số ĐT PHHS",
        "SĐT cha/mẹ", "Số ĐT cha/mẹ", "ĐT cha/mẹ", "ĐT phụ huynh", "Số ĐT phụ huynh",
        "SĐT người giám hộ", "ĐT gia đình", "Điện thoại gia đình", "Di động", "ĐTDĐ", "Số di động",
        "Phone", "Phone number", "Telephone", "Mobile", "SĐT học sinh", "SĐT cha", "SĐT mẹ",
        "SĐT bố", "Số ĐT cha", "Số ĐT mẹ", "Điện thoại cha", "Điện thoại mẹ", "Điện thoại bố",
        "ĐT cha", "ĐT mẹ", "Điện thoại học sinh", "Số điện thoại cha", "Số điện thoại mẹ",
        "Số điện thoại học sinh",
    ),
)  # fmt: skip
PRIORITY = Column(
    "priority",
    "Diện",
    (
        "Diện", "Diện ưu tiên", "Diện chính sách", "Đối tượng ưu tiên", "Đối tượng chính sách",
        "Đối tượng", "Chế độ chính sách", "Hoàn cảnh", "Hoàn cảnh gia đình", "Hộ nghèo",
        "Hộ nghèo/cận nghèo", "Ưu tiên", "Con hộ nghèo", "Chế độ ưu tiên",
    ),
)  # fmt: skip
NOTE = Column(
    "note",
    "Ghi chú",
    (
        "Ghi chú",
        "G.chú",
        "Ghi chú khác",
        "Chú thích",
        "Note",
        "Notes",
        "Remarks",
        "Remark",
    ),
)
