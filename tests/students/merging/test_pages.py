"""Pages about records that may be of one child: found, compared, made one, undone, told apart."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from domain.outcome import Programme
from office.tasks import task_groups
from students.merging.pairs import likely_pairs
from students.models import DistinctPair, Graduate, Merge
from students.verbs import GRADUATE_READ
from tests.province import Province, confirm, enrol, reread, state
from tests.students.merging.merging import merge, twice

Browser = Callable[[str], Client]


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"students:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_pairs_are_found_by_name_and_day_or_by_a_code(province: Province) -> None:
    kept, absorbed = twice(province)
    coded = [
        enrol(province, name, birth=(2005, 1, day), personal_id="080205000001")
        for name, day in (("Trần Văn Bé", 1), ("Trần Văn Vế", 2))
    ]
    only_year = (2005, None, None)
    for school in (province.thcs, province.thcs_second):
        enrol(province, "Hồ Thị Năm", birth=only_year, school=school)
    for number in range(2):
        enrol(province, "Võ Thị Hai", moet_code=f"802000009{number}")
    pairs = likely_pairs(Graduate.objects.members())
    assert {(pair.first, pair.second) for pair in pairs} == {tuple(coded), (kept, absorbed)}
    told = {pair.first.pk: pair.same for pair in pairs}
    assert told[kept.pk] == ("cùng họ tên, ngày sinh",)
    assert told[coded[0].pk] == ("cùng số định danh cá nhân",)


def test_list_is_bounded_by_the_scope(province: Province, signed_in: Browser) -> None:
    twice(province)
    birth = (2005, 7, 7)
    for school in (province.thcs, province.thcs_away):
        enrol(province, "Võ Thị Cúc", birth=birth, school=school)
    assert "2 cặp hồ sơ" in page(signed_in("DEPARTMENT"), "duplicate_list")
    text = page(signed_in("DISTRICT"), "duplicate_list")
    assert "1 cặp hồ sơ" in text
    assert "Võ Thị Cúc" not in text
    response = signed_in("ORIGIN_SCHOOL").get(reverse("students:duplicate_list"))
    assert response.status_code == 403


def test_records_stand_side_by_side_and_are_read(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    state(absorbed, Programme.WORKING)
    text = page(signed_in("DISTRICT"), "graduate_merge", kept.pk, absorbed.pk)
    for told in ("Trường THCS Sông Đỏ", "Trường THCS Gò Tre", "Đi làm", "0777", "0912345678"):
        assert told in text
    assert Event.objects.filter(verb=GRADUATE_READ).count() == 2
    masked = page(signed_in("DEPARTMENT"), "graduate_merge", kept.pk, absorbed.pk)
    assert "0912345678" not in masked


def sent(client: Client, kept: Graduate, other: Graduate, **changes: str) -> dict[str, str]:
    form = client.get(reverse("students:graduate_merge", args=[kept.pk, other.pk])).context["form"]
    held = {field.html_name: field.value() for field in form}
    return held | {"reason": "đã gọi gia đình"} | changes


def test_merge_keeps_what_was_chosen_and_is_undone(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    confirm(absorbed, Programme.INTERMEDIATE, province.vocational)
    client = signed_in("DISTRICT")
    address = reverse("students:graduate_merge", args=[kept.pk, absorbed.pk])
    typed = sent(client, kept, absorbed, class_name="other")
    assert (typed["register_number"], typed["school"]) == ("kept", "kept")
    assert not {"phone", "moet_code"} & typed.keys()
    text = client.post(address, typed, follow=True).content.decode()
    assert "Đã gộp hai hồ sơ của Lê Thị An" in text
    assert "Hồ sơ đã gộp vào" in text
    assert "Cơ sở GDNN" in text
    now = reread(kept)
    assert (now.class_name, now.phone, now.register_number) == ("9/4", "0912345678", "0001")
    assert (now.moet_code, now.commune) == ("8020000001", province.home_commune)
    led = client.get(reverse("students:graduate_detail", args=[absorbed.pk]), follow=True)
    assert "đây là hồ sơ giữ lại" in led.content.decode()
    undo = reverse("students:merge_undo", args=[Merge.objects.get().pk])
    text = client.post(undo, follow=True).content.decode()
    assert "Đã hoàn tác việc gộp" in text
    assert reread(absorbed).withdrawn_at is None
    assert reread(kept).class_name == "9/1"


def test_wrong_form_is_told(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    client = signed_in("DISTRICT")
    address = reverse("students:graduate_merge", args=[kept.pk, absorbed.pk])
    text = client.post(address, {"school": "x"}).content.decode()
    assert "Ghi vì sao hai hồ sơ là của một học sinh." in text
    assert "Chọn một trong hai." in text
    assert not Merge.objects.exists()


def test_record_changed_meanwhile_is_shown_first(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    client = signed_in("DISTRICT")
    address = reverse("students:graduate_merge", args=[kept.pk, absorbed.pk])
    typed = sent(client, kept, absorbed)
    state(absorbed, Programme.WORKING)
    response = client.post(address, typed)
    text = response.content.decode()
    assert "vừa thay đổi" in text
    assert "Đi làm" in text
    assert not Merge.objects.exists()
    again = typed | {"version": response.context["form"].data["version"]}
    assert client.post(address, again).status_code == 302
    assert Merge.objects.get().kept == kept


def test_number_of_a_third_child_is_told_at_its_value(
    province: Province, signed_in: Browser
) -> None:
    kept, absorbed = twice(province)
    enrol(province, "Trần Văn Bé", school=province.thcs_second, register_number="0001x")
    Graduate.objects.filter(full_name="Trần Văn Bé").update(register_number="0001")
    client = signed_in("DISTRICT")
    typed = sent(client, kept, absorbed, school="other")
    address = reverse("students:graduate_merge", args=[kept.pk, absorbed.pk])
    text = client.post(address, typed).content.decode()
    assert "là của học sinh khác (Trần Văn Bé)" in text
    assert not Merge.objects.exists()


def test_what_stands_in_the_way_of_undoing_is_told(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    done = merge(kept, absorbed)
    state(kept, Programme.WORKING)
    undo = reverse("students:merge_undo", args=[done.pk])
    text = signed_in("DISTRICT").post(undo, follow=True).content.decode()
    assert "chưa hoàn tác gì" in text
    assert reread(absorbed).withdrawn_at is not None


def test_record_of_another_district_is_not_found(province: Province, signed_in: Browser) -> None:
    own = enrol(province, "Lê Thị An")
    away = enrol(province, "Lê Thị An", school=province.thcs_away)
    for pair in ((own.pk, away.pk), (away.pk, own.pk)):
        address = reverse("students:graduate_merge", args=pair)
        assert signed_in("DISTRICT").get(address).status_code == 404
        assert signed_in("DEPARTMENT").get(address).status_code == 200


def test_other_record_is_looked_for(province: Province, signed_in: Browser) -> None:
    kept, absorbed = twice(province)
    other = enrol(province, "Lê Thị Ân Tứ", school=province.thcs_second)
    client = signed_in("DISTRICT")
    found = client.get(reverse("students:merge_choose", args=[kept.pk])).context["found"]
    assert {line["url"] for line in found} == {
        reverse("students:graduate_detail", args=[each.pk]) for each in (absorbed, other)
    }
    text = page(client, "merge_choose", kept.pk, q="0777")
    assert reverse("students:graduate_merge", args=[kept.pk, absorbed.pk]) in text
    assert "Không tìm thấy hồ sơ nào khác" in page(client, "merge_choose", kept.pk, q="Xyz")


def test_two_children_are_told_apart_and_looked_at_again(
    province: Province, signed_in: Browser
) -> None:
    one, other = twice(province)
    client = signed_in("DISTRICT")
    apart = reverse("students:pair_tell_apart", args=[one.pk, other.pk])
    text = client.post(apart, follow=True).content.decode()
    assert "0 cặp hồ sơ" in text
    assert "Đã ghi nhận là hai học sinh khác nhau" in text
    back = reverse("students:distinction_take_back", args=[DistinctPair.objects.get().pk])
    assert "1 cặp hồ sơ" in client.post(back, follow=True).content.decode()


def test_home_of_a_district_counts_the_pairs(province: Province, officials: dict[str, Any]) -> None:
    twice(province)
    later = task_groups(officials["DISTRICT"], province.cohort)[1]["tasks"]
    (line,) = [task for task in later if "có thể trùng" in task["text"]]
    assert (line["number"], line["url"]) == ("1", reverse("students:duplicate_list"))


def test_list_costs_the_same_for_twice_the_pairs(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    numbers = []
    for round_of in range(2):
        for day in range(1, 4):
            for school in (province.thcs, province.thcs_second):
                birth = (2005, round_of + 1, day)
                enrol(province, "Lê Thị An", birth=birth, school=school,
                      commune=province.home_commune)  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page(client, "duplicate_list")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 20
