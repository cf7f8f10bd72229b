"""A choice among a catalogue."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from districts.fields import CodeChoiceField
from districts.models import Commune, District
from tests.province import Province


def test_choices_are_codes_and_names(province: Province) -> None:
    field = CodeChoiceField(queryset=District.objects.all(), empty_label="Tất cả")
    districts = District.objects.order_by("code")
    offered = [("", "Tất cả"), *((one.code, one.name) for one in districts)]
    with CaptureQueriesContext(connection) as queries:
        assert list(iter(field.choices)) == offered
    assert len(queries) == 1


def test_choice_may_be_named_by_its_district(province: Province) -> None:
    field = CodeChoiceField(
        queryset=Commune.objects.all(), named_by=("name", "district__name"), empty_label=None
    )
    commune = province.home_commune
    assert (commune.code, f"{commune.name}, {commune.district.name}") in list(field.choices)


def test_chosen_is_the_unit_itself(province: Province) -> None:
    field = CodeChoiceField(queryset=District.objects.all(), required=False)
    assert field.clean(province.home.code) == province.home
    assert field.clean("") is None


@pytest.mark.parametrize("code", ["999", "\0", "8" * 400])
def test_code_outside_the_catalogue_is_no_choice(code: str, province: Province) -> None:
    with pytest.raises(ValidationError):
        CodeChoiceField(queryset=District.objects.all()).clean(code)
