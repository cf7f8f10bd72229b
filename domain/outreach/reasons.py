"""Why a child does not study, in two levels: a group, and within it what the family says.

The groups are those of outreach reports (docs/indicators.md); the codes are stored, so a code is
never given a new meaning.
"""

from dataclasses import dataclass
from enum import StrEnum


class ReasonGroup(StrEnum):
    ECONOMIC = "ECONOMIC"
    LEARNING = "LEARNING"
    DISTANCE = "DISTANCE"
    HEALTH = "HEALTH"
    FAMILY = "FAMILY"
    WORK = "WORK"
    MARRIAGE = "MARRIAGE"
    MOVED = "MOVED"
    OTHER = "OTHER"


GROUP_LABELS: dict[ReasonGroup, str] = {
    ReasonGroup.ECONOMIC: "Kinh tế",
    ReasonGroup.LEARNING: "Học lực",
    ReasonGroup.DISTANCE: "Đường xa",
    ReasonGroup.HEALTH: "Sức khỏe",
    ReasonGroup.FAMILY: "Gia đình",
    ReasonGroup.WORK: "Việc làm",
    ReasonGroup.MARRIAGE: "Hôn nhân",
    ReasonGroup.MOVED: "Chuyển nơi ở",
    ReasonGroup.OTHER: "Khác",
}


@dataclass(frozen=True)
class Reason:
    code: str
    group: ReasonGroup
    label: str


REASONS: tuple[Reason, ...] = (
    Reason("POOR", ReasonGroup.ECONOMIC, "Gia đình khó khăn, không đủ tiền đi học"),
    Reason("MUST_EARN", ReasonGroup.ECONOMIC, "Phải đi làm phụ giúp gia đình"),
    Reason("FAILED_ENTRY", ReasonGroup.LEARNING, "Không trúng tuyển lớp 10"),
    Reason("WEAK", ReasonGroup.LEARNING, "Học yếu, không theo kịp"),
    Reason("NO_WISH", ReasonGroup.LEARNING, "Không muốn học tiếp"),
    Reason("FAR", ReasonGroup.DISTANCE, "Trường xa, đi lại khó khăn"),
    Reason("NO_BOARDING", ReasonGroup.DISTANCE, "Không có nơi ở trọ gần trường"),
    Reason("ILL", ReasonGroup.HEALTH, "Bệnh, sức khỏe yếu"),
    Reason("DISABLED", ReasonGroup.HEALTH, "Khuyết tật"),
    Reason("NO_CONSENT", ReasonGroup.FAMILY, "Gia đình không cho học tiếp"),
    Reason("PARENTS_AWAY", ReasonGroup.FAMILY, "Cha mẹ vắng nhà, ly hôn"),
    Reason("CARES", ReasonGroup.FAMILY, "Phải ở nhà chăm người thân"),
    Reason("WORKS_HERE", ReasonGroup.WORK, "Đã đi làm tại địa phương"),
    Reason("WORKS_AWAY", ReasonGroup.WORK, "Đi làm ăn xa"),
    Reason("APPRENTICE", ReasonGroup.WORK, "Học việc ngoài cơ sở GDNN"),
    Reason("MARRIED", ReasonGroup.MARRIAGE, "Đã lập gia đình"),
    Reason("CHILD", ReasonGroup.MARRIAGE, "Mang thai, nuôi con nhỏ"),
    Reason("MOVED_AWAY", ReasonGroup.MOVED, "Đã chuyển đến nơi khác"),
    Reason("ABROAD", ReasonGroup.MOVED, "Ra nước ngoài"),
    Reason("PAPERS", ReasonGroup.OTHER, "Thiếu giấy tờ, hồ sơ"),
    Reason("DECEASED", ReasonGroup.OTHER, "Đã mất"),
    Reason("OTHER", ReasonGroup.OTHER, "Lý do khác"),
)
_BY_CODE = {reason.code: reason for reason in REASONS}
REASON_LABELS: dict[str, str] = {
    reason.code: f"{GROUP_LABELS[reason.group]}: {reason.label}" for reason in REASONS
}


def group_of(code: str) -> ReasonGroup | None:
    """The group of a stored code; None for no reason."""
    return _BY_CODE[code].group if code in _BY_CODE else None


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Both levels as a list to choose from: (group, [(code, label)])."""
    return [
        (label, [(r.code, r.label) for r in REASONS if r.group is group])
        for group, label in GROUP_LABELS.items()
    ]
