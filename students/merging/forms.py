"""Which values a child keeps whose two records are made one."""

from typing import Any

from django import forms

from districts.fields import CleanCharField
from domain.names import display_name
from students.actions import KeyTaken
from students.authorship import sees_contacts
from students.edits import HIDDEN
from students.merging.actions import pair_version
from students.models import Graduate
from students.particulars import CONTACTS, PARTS, label_of, said_of

KEPT, OTHER = "kept", "other"
STALE = (
    "Một trong hai hồ sơ vừa thay đổi; nội dung mới nhất ở bên dưới, chưa gộp gì. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm nút lần nữa."
)
TAKEN = (
    "Chưa gộp được vì giá trị đã chọn ở “{what}” là của học sinh khác ({who}); chọn giá trị kia."
)


class MergeForm(forms.Form):
    version = CleanCharField(required=False, max_length=120, widget=forms.HiddenInput)
    reason = CleanCharField(
        label="Vì sao là một học sinh",
        max_length=300,
        help_text="Ví dụ: đã hỏi gia đình; học sinh chuyển trường giữa năm, có tên ở hai trường.",
        error_messages={
            "required": "Ghi vì sao hai hồ sơ là của một học sinh.",
            "max_length": "Lý do dài nhất 300 ký tự.",
        },
    )

    def __init__(
        self, *args: Any, kept: Graduate, absorbed: Graduate, user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.absorbed, self.user = kept, absorbed, user
        self.is_full = sees_contacts(user, kept) and sees_contacts(user, absorbed)
        self.initial.setdefault("version", pair_version(kept, absorbed))
        for part in self.differing:
            self.fields[part] = forms.ChoiceField(
                label=label_of(part),
                choices=[(KEPT, self._said(part, kept)), (OTHER, self._said(part, absorbed))],
                initial=KEPT,
                widget=forms.RadioSelect,
                error_messages={"required": "Chọn một trong hai.", "invalid_choice": "Chọn lại."},
            )
        self.order_fields(["version", *self.differing, "reason"])

    @property
    def differing(self) -> list[str]:
        """Parts that both records tell, and tell otherwise: to be chosen."""
        return [
            part
            for part, names in PARTS.items()
            if self._holds(part, self.kept)
            and self._holds(part, self.absorbed)
            and any(getattr(self.kept, n) != getattr(self.absorbed, n) for n in names)
        ]

    @property
    def filled(self) -> list[str]:
        """Parts that only the record given up tells: taken over."""
        return [
            part
            for part in PARTS
            if self._holds(part, self.absorbed) and not self._holds(part, self.kept)
        ]

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self[part] for part in self.differing]

    @property
    def filled_lines(self) -> list[dict[str, str]]:
        """What is taken over without asking, for the summary list."""
        return [
            {"label": label_of(part), "value": self._said(part, self.absorbed)}
            for part in self.filled
        ]

    def values(self) -> dict[str, Any]:
        """Values that the kept record takes over, by attribute name."""
        chosen = [part for part in self.differing if self.cleaned_data[part] == OTHER]
        return {
            name: getattr(self.absorbed, name)
            for part in (*chosen, *self.filled)
            for name in PARTS[part]
        }

    def renew(self) -> None:
        """Tell that a record changed, keep what was chosen, and let the next click confirm it."""
        self.add_error(None, STALE)
        self.data = self.data.copy()
        self.data["version"] = pair_version(self.kept, self.absorbed)

    def tell_taken(self, taken: KeyTaken) -> None:
        """Say at the value that it is a third child's."""
        part = taken.column if taken.column in self.fields else None
        other = Graduate.objects.visible_to(self.user).filter(pk=taken.other).first()
        who = display_name(other.full_name) if other else "trường, huyện khác"
        self.add_error(part, TAKEN.format(what=label_of(taken.column), who=who))

    def _holds(self, part: str, graduate: Graduate) -> bool:
        return any(getattr(graduate, name) for name in PARTS[part])

    def _said(self, part: str, graduate: Graduate) -> str:
        if part in CONTACTS and not self.is_full and self._holds(part, graduate):
            return HIDDEN
        commune = graduate.commune
        names = {
            "school_id": {graduate.school_id: graduate.school.name},
            "commune_id": {commune.pk: commune.name} if commune else {},
        }
        return said_of(part, {name: getattr(graduate, name) for name in PARTS[part]}, names)
