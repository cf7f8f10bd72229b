"""Which year pages are about while nobody has chosen one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from domain.outcome import Programme
from students.cohorts import default_cohort
from students.models import Cohort
from tests.province import Province, confirm, enrol
from tests.reports.views.shown import links_in

Browser = Callable[[str], Client]
PAGES = ("students:graduate_list", "reports:overview", "reports:not_enrolled_list", "office:home")


@pytest.fixture
def opened_early(province: Province) -> Province:
    """2020 has graduates; 2021 was opened by its targets alone."""
    enrol(province, "Lê Thị An", commune=province.home_commune)
    Cohort.objects.create(year=2021)
    return province


def test_default_is_the_newest_cohort_with_graduates(opened_early: Province) -> None:
    Cohort.objects.create(year=2019)
    assert default_cohort() == opened_early.cohort


def test_default_is_the_newest_while_none_has_graduates(province: Province) -> None:
    newest = Cohort.objects.create(year=2021)
    assert default_cohort() == newest


def test_withdrawn_graduates_do_not_make_a_default(opened_early: Province) -> None:
    newest = Cohort.objects.get(year=2021)
    gone = enrol(opened_early, "Lê Văn Bé", cohort=newest)
    assert default_cohort() == newest
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    assert default_cohort() == opened_early.cohort


def test_there_is_no_default_without_cohorts(db: None) -> None:
    assert default_cohort() is None


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
def test_pages_are_about_the_default_year(
    page: str, role: str, opened_early: Province, signed_in: Browser
) -> None:
    assert signed_in(role).get(reverse(page)).context["cohort"] == 2020


@pytest.mark.parametrize("page", ["students:graduate_list", "reports:not_enrolled_list"])
def test_the_year_field_shows_the_year_of_the_page(
    page: str, opened_early: Province, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").get(reverse(page))
    field = " ".join(str(response.context["form"]["cohort"]).split())
    assert '<option value="2020" selected>' in field
    assert "2021" in field


@pytest.mark.parametrize("page", ["students:graduate_list", "reports:not_enrolled_list"])
@pytest.mark.parametrize("year", ["abc", "1999", "-1", "²⁰²⁰", "9" * 30])
def test_a_year_that_is_no_choice_is_told(
    page: str, year: str, opened_early: Province, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").get(reverse(page), {"cohort": year})
    assert response.status_code == 200
    assert response.context["form"].errors["cohort"] == ["Chọn năm trong danh sách."]
    assert response.context["cohort"] == 2020


@pytest.mark.parametrize("page", ["overview", "district_detail"])
def test_figures_lead_to_the_other_years(
    page: str, opened_early: Province, signed_in: Browser
) -> None:
    arguments = ["802"] if page == "district_detail" else []
    client, address = signed_in("DISTRICT"), reverse(f"reports:{page}", args=arguments)
    years = [link for link in links_in(client.get(address)) if link.url.startswith("?cohort=")]
    assert [(link.text, link.url) for link in years] == [("2021", "?cohort=2021")]
    assert client.get(address + "?cohort=2021").context["cohort"] == 2021


def test_one_year_alone_is_no_choice(province: Province, signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get(reverse("reports:overview")).context["years"] == []


def test_year_without_graduates_says_what_is_missing(
    opened_early: Province, signed_in: Browser
) -> None:
    client, year = signed_in("DISTRICT"), {"cohort": "2021"}
    listed = client.get(reverse("students:graduate_list"), year)
    assert listed.context["nothing"]["title"] == "Chưa có học sinh nào của năm này"
    lists = client.get(reverse("reports:not_enrolled_list"), year)
    assert lists.context["nothing"]["title"] == "Chưa có danh sách tốt nghiệp của năm này"
    tiles = client.get(reverse("reports:overview"), year).context["tiles"]
    assert [tile["url"] for tile in tiles] == ["", "", "", ""]


@pytest.mark.parametrize("query", ["q=khong+co+ai", "district=--", "outcome=CONFLICT"])
def test_filter_that_finds_nobody_offers_the_way_out(
    query: str, opened_early: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    response = client.get(f"{reverse('students:graduate_list')}?{query}")
    out = [link for link in links_in(response) if link.url == "?cohort=2020"]
    assert "Xóa bộ lọc" in [link.text for link in out]
    assert len(
        client.get(f"{reverse('students:graduate_list')}?cohort=2020").context["page"]["rows"]
    )


def test_nobody_out_of_school_is_said_apart(province: Province, signed_in: Browser) -> None:
    confirm(
        enrol(province, "Lê Thị An", commune=province.home_commune),
        Programme.UPPER_SECONDARY,
        province.thpt,
    )
    response = signed_in("DISTRICT").get(reverse("reports:not_enrolled_list"))
    assert response.context["nothing"]["title"] == "Không có học sinh nào chưa vào học"
