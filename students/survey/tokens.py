"""By what a row of a class's workbook is recognised when it comes back.

A token is signed: nobody makes one up. It says of whom the row is, what was stated of the child
when the workbook was written, and what the row showed, so that an untouched row is told from one
that somebody filled in.
"""

from dataclasses import dataclass
from typing import Self

from django.core.signing import BadSignature, Signer

from students.actions import StatementsVersion


class ForgedToken(Exception):
    """The text is no token that was given out here."""


@dataclass(frozen=True)
class RowToken:
    """`fingerprint` is that of the line as it was handed out (`answers.Typed`)."""

    graduate_id: int
    version: StatementsVersion
    fingerprint: str

    @property
    def text(self) -> str:
        """The signed text that stands in the sheet."""
        return _signer().sign(f"{self.graduate_id}_{self.version}_{self.fingerprint}")

    @classmethod
    def read(cls, text: str) -> Self:
        """The token of a text. Raises ForgedToken."""
        try:
            key, version, fingerprint = _signer().unsign(text.strip()).split("_")
        except (BadSignature, ValueError) as error:
            raise ForgedToken from error
        read = StatementsVersion.read(version)
        if read is None or not key.isascii() or not key.isdigit():
            raise ForgedToken
        return cls(int(key), read, fingerprint)


def _signer() -> Signer:
    return Signer(salt="students.survey.row", sep="~")
