"""Addresses: district and unit type decide, a bare name never does."""

import pytest

from domain.places import Gazetteer, KnownCommune, KnownDistrict

DUC_HOA, TAN_AN, BEN_LUC = "802", "794", "803"
GAZETTEER = Gazetteer(
    province="Long An",
    districts=[
        KnownDistrict(TAN_AN, "Thành phố Tân An", "thành phố"),
        KnownDistrict("795", "Thị xã Kiến Tường", "thị xã"),
        KnownDistrict(DUC_HOA, "Huyện Đức Hòa", "huyện"),
        KnownDistrict(BEN_LUC, "Huyện Bến Lức", "huyện"),
    ],
    communes=[
        KnownCommune("27700", "Phường 5", "phường", TAN_AN),
        KnownCommune("27712", "Xã Bình Tâm", "xã", TAN_AN),
        KnownCommune("27787", "Phường 1", "phường", "795"),
        KnownCommune("27931", "Thị trấn Hậu Nghĩa", "thị trấn", DUC_HOA),
        KnownCommune("27934", "Thị trấn Hiệp Hòa", "thị trấn", DUC_HOA),
        KnownCommune("27949", "Xã Hiệp Hòa", "xã", DUC_HOA),
        KnownCommune("27952", "Xã Mỹ Hạnh Bắc", "xã", DUC_HOA, ("Xã Mỹ Hạnh",)),
        KnownCommune("27955", "Xã Thạnh Lợi", "xã", BEN_LUC),
    ],
)


@pytest.mark.parametrize(
    ("text", "hamlet", "commune"),
    [
        ("Ấp 6, Phường 5, Thành phố Tân An", "Ấp 6", "27700"),
        ("KP 2, P.5, TP. Tân An, tỉnh Long An", "KP 2", "27700"),
        ("Phường 05, Tân An", "", "27700"),
        ("Xã Mĩ Hạnh Bắc, Huyện Đức Hoà", "", "27952"),
        ("ấp 3 xã Mỹ Hạnh Bắc huyện Đức Hòa tỉnh Long An", "ấp 3", "27952"),
        ("Ấp 1 - X. Mỹ Hạnh - H. Đức Hòa - Long An", "Ấp 1", "27952"),
        ("TT Hậu Nghĩa, H.Đức Hòa", "", "27931"),
        ("Thị trấn Hiệp Hòa, Đức Hòa", "", "27934"),
        ("Xã Hiệp Hòa, Đức Hòa", "", "27949"),
        ("Phường 1, TX Kiến Tường", "", "27787"),
    ],
)
def test_read_finds_the_commune(text, hamlet, commune) -> None:
    address = GAZETTEER.read(text)
    assert (address.hamlet, address.commune_code) == (hamlet, commune)
    assert not (address.problem or address.warning or address.is_outside)


def test_read_takes_the_home_district_where_none_is_named() -> None:
    assert GAZETTEER.read("Ấp 2, Xã Thạnh Lợi", home_district=BEN_LUC).commune_code == "27955"


@pytest.mark.parametrize(
    ("text", "home", "said"),
    [
        ("Xã Thạnh Lợi", "", "không ghi huyện"),
        ("Xã Thạnh Lợi", DUC_HOA, "không có “Xã Thạnh Lợi” ở Huyện Đức Hòa"),
        ("Xã Không Có, Huyện Bến Lức", "", "không có “Xã Không Có”"),
        ("Xã Thạnh Lợi, Huyện Bến Lứt", "", "có phải “Huyện Bến Lức”?"),
        ("Xã A, Huyện B, Tỉnh Long An", "", "không có trong tỉnh"),
    ],
)
def test_read_tells_what_is_wrong(text, home, said) -> None:
    address = GAZETTEER.read(text, home_district=home)
    assert said in address.problem
    assert address.commune_code == ""


@pytest.mark.parametrize(
    "text",
    ["Xã An Hòa, Huyện Trảng Bàng, Tỉnh Tây Ninh", "Phường 7, Quận 8, TP. Hồ Chí Minh"],
)
def test_read_tells_outside_from_unknown(text) -> None:
    address = GAZETTEER.read(text, home_district=DUC_HOA)
    assert address.is_outside
    assert (address.commune_code, address.problem) == ("", "")


def test_read_warns_where_a_district_is_of_no_known_province() -> None:
    address = GAZETTEER.read("Xã An Hòa, Huyện Trảng Bàng")
    assert address.is_outside
    assert "không thuộc tỉnh" in address.warning


def test_read_takes_a_former_commune_for_the_township_with_a_warning() -> None:
    address = GAZETTEER.read("Xã Hậu Nghĩa, Huyện Đức Hòa")
    assert address.commune_code == "27931"
    assert "Thị trấn Hậu Nghĩa" in address.warning


def test_read_keeps_a_hamlet_without_commune() -> None:
    assert GAZETTEER.read("Ấp 5").hamlet == "Ấp 5"
    assert GAZETTEER.read("").hamlet == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("Huyện Đức Hoà", DUC_HOA), ("đức hòa", DUC_HOA), ("TP Tân An", TAN_AN), ("Củ Chi", None)],
)
def test_district_named(text, code) -> None:
    found = GAZETTEER.district_named(text)
    assert (found.code if found else None) == code
