"""Rows inserted in bulk are the rows that `bulk_create` would have written."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from districts.models import District, School
from students.bulk import Same, insert_columns, insert_many, next_keys
from students.models import Cohort, Graduate, GraduateFacts

pytestmark = pytest.mark.django_db

HOSTILE = [
    "Nguyễn Văn An",
    'Dấu "nháy" và, dấu phẩy',
    "Xuống\ndòng",
    "",
    "\\N",
    "=1+1",
    "NULL",
    "d’Artagnan \\ ;",
]


@pytest.fixture
def school() -> School:
    district = District.objects.create(code="802", name="Huyện Thử", unit_type="huyện")
    return School.objects.create(
        code="802C01", name="THCS Thử", kind="THCS", district=district, province="Long An"
    )


@pytest.fixture
def cohort() -> Cohort:
    return Cohort.objects.create(year=2020)


def graduate(cohort: Cohort, school: School, note: str, **values) -> Graduate:
    return Graduate(
        cohort=cohort,
        school=school,
        full_name="Trần Thị Bình",
        name_key="tran thi binh",
        sort_key="b",
        note=note,
        extra={"Cột lạ": note},
        **values,
    )


def test_insert_many_writes_what_bulk_create_writes(cohort, school) -> None:
    batch, day = uuid4(), date(2020, 9, 5)
    values = {"batch_id": batch, "added_late_on": day, "birth_year": 2005, "is_dual": True}
    copied = [graduate(cohort, school, note, **values) for note in HOSTILE]
    created = [graduate(cohort, school, note, **values) for note in HOSTILE]
    insert_many(copied)
    Graduate.objects.bulk_create(created)
    columns = [
        field.attname
        for field in Graduate._meta.concrete_fields
        if field.attname not in ("id", "created_at")
    ]
    rows = Graduate.objects.order_by("pk").values_list(*columns)
    ours, theirs = list(rows[: len(HOSTILE)]), list(rows[len(HOSTILE) :])
    assert ours == theirs
    assert all(Graduate.objects.values_list("created_at", flat=True))


def test_insert_many_sets_keys_that_nobody_else_gets(cohort, school) -> None:
    first = graduate(cohort, school, "trước")
    first.save()
    many = [graduate(cohort, school, str(number)) for number in range(5)]
    insert_many(many)
    after = graduate(cohort, school, "sau")
    after.save()
    keys = [first.pk, *(each.pk for each in many), after.pk]
    assert len(set(keys)) == 7
    assert keys == sorted(keys)
    assert dict(Graduate.objects.values_list("pk", "note"))[many[3].pk] == "3"


def test_insert_many_writes_nulls_and_moments(cohort, school) -> None:
    child = graduate(cohort, school, "")
    insert_many([child])
    moment = datetime(2020, 10, 5, 8, 30, tzinfo=UTC)
    insert_many([GraduateFacts(graduate_id=child.pk, school=school, recorded_at=moment)])
    facts = GraduateFacts.objects.get()
    assert (facts.recorded_at, facts.commune_id, facts.superseded_at) == (moment, None, None)
    assert facts.is_member is True
    child.refresh_from_db()
    assert (child.birth_year, child.batch_id, child.is_dual) == (None, None, False)


def test_insert_many_keeps_the_rules_of_the_database(cohort, school) -> None:
    twice = [graduate(cohort, school, "", register_number="1/2020") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(twice)
    assert not Graduate.objects.exists()


@pytest.mark.parametrize("name", ["full_name", "cohort_id", "is_dual", "open_reviews"])
def test_insert_many_refuses_null_where_the_column_does(name: str, cohort, school) -> None:
    child = graduate(cohort, school, "")
    setattr(child, name, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([child])


def test_insert_many_of_nothing_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        insert_many([])


def test_insert_columns_gives_keys_by_the_database(cohort, school) -> None:
    children = [graduate(cohort, school, "") for _ in range(2)]
    insert_many(children)
    moment = datetime(2020, 10, 5, 8, 30, tzinfo=UTC)
    columns = {
        "graduate_id": [child.pk for child in children],
        "school_id": Same(school.pk),
        "recorded_at": Same(moment),
    }
    insert_columns(GraduateFacts, columns)
    one, two = GraduateFacts.objects.order_by("graduate")
    assert one.pk != two.pk
    assert [one.graduate_id, two.graduate_id] == [child.pk for child in children]
    for facts in (one, two):
        assert (facts.school_id, facts.recorded_at, facts.is_member) == (school.pk, moment, True)


def test_insert_columns_fills_the_defaults_of_the_model(cohort, school) -> None:
    keys = next_keys(Graduate, len(HOSTILE))
    given = {"cohort_id": Same(cohort.pk), "school_id": Same(school.pk), "full_name": HOSTILE}
    given |= {"name_key": HOSTILE, "sort_key": HOSTILE, "note": HOSTILE}
    given["extra"] = [{"Cột lạ": text} for text in HOSTILE]
    insert_columns(Graduate, {**given, "id": keys})
    created = [graduate(cohort, school, note) for note in HOSTILE]
    for each in created:
        each.full_name = each.name_key = each.sort_key = each.note
    Graduate.objects.bulk_create(created)
    names = [f.attname for f in Graduate._meta.concrete_fields]
    rows = list(Graduate.objects.order_by("pk").values(*names))
    for row in rows:
        assert row.pop("created_at") is not None
    inserted, expected = rows[: len(HOSTILE)], rows[len(HOSTILE) :]
    assert [row.pop("id") for row in inserted] == list(keys)
    assert [row.pop("id") for row in expected] == [each.pk for each in created]
    assert inserted == expected


def test_insert_columns_of_uneven_length_writes_nothing(cohort, school) -> None:
    columns = {
        "graduate_id": [1, 2],
        "school_id": [school.pk],
        "recorded_at": Same(datetime(2020, 10, 5, tzinfo=UTC)),
    }
    with pytest.raises(ValueError, match="shorter"), transaction.atomic():
        insert_columns(GraduateFacts, columns)
    assert not GraduateFacts.objects.exists()


def test_insert_columns_refuses_to_forget_a_column() -> None:
    with pytest.raises(ValueError, match="recorded_at"):
        insert_columns(GraduateFacts, {"graduate_id": [], "school_id": []})


def test_insert_columns_refuses_a_column_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="schol_id"):
        insert_columns(Cohort, {"year": [], "schol_id": []})
