"""What a file that cannot be read says to the person who sent it."""


class UnreadableFile(Exception):
    """A file no list can be taken from.

    `str()` is one Vietnamese sentence: what is wrong, where, what to do.
    """


class HeaderNotFound(UnreadableFile):
    """The workbook opens, but no visible sheet has a header row the columns can be told from."""
