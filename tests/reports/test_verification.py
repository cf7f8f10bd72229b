"""`verify` finds what is not as it should be."""

from reports.verification import differences
from students.actions import withdraw_graduates
from tests.imports.undoing import BE, named, take_in, upload
from tests.province import Province


def test_what_rosters_say_of_a_withdrawn_graduate_is_found(province: Province) -> None:
    take_in(province, BE)
    upload(province, {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"})
    child = named("Trần Văn Bé").pk
    assert differences() == []
    withdraw_graduates(graduates=[child], by=None)
    assert differences() == [
        f"Học sinh {child}: đã rút khỏi danh sách nhưng còn dòng đối chiếu.",
        f"Học sinh {child}: đã rút khỏi danh sách nhưng còn thông tin theo danh sách đang học.",
    ]
