"""Why a paper is not drafted, frozen, issued or acknowledged; each tells it in Vietnamese."""


class ReferralRefused(Exception):
    """What was asked of a paper cannot be done."""


class StateChanged(ReferralRefused):
    """Somebody else was quicker: the paper is no longer where the page showed it."""

    def __init__(self) -> None:
        super().__init__(
            "Danh sách này đã được người khác chuyển bước. Xem lại trạng thái rồi làm tiếp."
        )


class NobodyToList(ReferralRefused):
    def __init__(self) -> None:
        super().__init__(
            "Không còn học sinh nào để đưa vào danh sách này, nên chưa trình ký. Có thể thu hồi "
            "dự thảo."
        )


class FrozenListDiffers(ReferralRefused):
    """The stored children are not those whose hash was kept: nothing is issued of them."""

    def __init__(self) -> None:
        super().__init__(
            "Danh sách đã khóa khi trình ký không còn khớp mã kiểm tra, nên chưa phát hành. Báo "
            "người quản trị phần mềm."
        )
