"""The digest by which a new graduate's particulars are told from changed ones."""

import pytest

from imports.graduates.known import PARTICULARS, digest_of

VALUES = {name: number for number, name in enumerate(PARTICULARS, 1)} | {
    "extra": {"STT": "1", "Điểm": "8,5"}
}


@pytest.mark.parametrize("name", PARTICULARS)
def test_each_particular_counts(name: str) -> None:
    assert digest_of(VALUES | {name: 99}) != digest_of(VALUES)
    assert digest_of(VALUES | {name: None}) != digest_of(VALUES)


def test_value_in_another_column_is_another_value() -> None:
    assert digest_of({"full_name": "An"}) != digest_of({"class_name": "An"})
    assert digest_of({"note": "a", "phone": "b"}) != digest_of({"note": "b", "phone": "a"})


@pytest.mark.parametrize("blank", ["", None, {}])
def test_blank_is_as_if_left_out(blank: object) -> None:
    assert digest_of({"full_name": "An", "note": blank}) == digest_of({"full_name": "An"})


def test_order_of_other_columns_and_derived_keys_do_not_count() -> None:
    turned = dict(reversed(VALUES["extra"].items()))
    assert digest_of(VALUES | {"extra": turned, "name_key": "x"}) == digest_of(VALUES)
