"""Stored files of many papers in one archive, one at a time in memory."""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile

from domain.names import fold
from outreach.models import Referral, ReferralFile
from outreach.papers import made_files, unit_name

_IN_MEMORY = 4 * 1024 * 1024


def archive_of(papers: Sequence[Referral]) -> tuple[IO[bytes], int]:
    """The archive, a folder for each addressee, and how many files it holds. What is in it is
    compressed already.
    """
    folders = {paper.pk: _folder(paper) for paper in papers}
    files = ReferralFile.objects.filter(referral__in=folders).order_by("referral", "pk")
    names = files.values_list("referral", "name", "content")
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed by the response
    number = 0
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for referral, name, content in names.iterator(chunk_size=20):
            number += 1
            archive.writestr(f"{folders[referral]}/{name}", bytes(content))
    target.seek(0)
    return target, number


def papers_to_sign(papers: Sequence[Referral]) -> tuple[IO[bytes], int]:
    """The papers as they are printed to be signed: made of what is frozen, number and date left to
    the clerk's hand. Nothing of them is stored: what counts is made when they are issued.
    """
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed by the response
    number = 0
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for paper in papers:
            for made in made_files(paper, list(paper.items.order_by("position"))):
                number += 1
                archive.writestr(f"{_folder(paper)}/{made.name}", made.content)
    target.seek(0)
    return target, number


def _folder(paper: Referral) -> str:
    place = paper.addressee.commune or paper.addressee.district or paper.addressee.school
    code = f"{place.code}_" if place else ""
    return f"{code}{fold(unit_name(paper.addressee)).replace(' ', '-')}"
