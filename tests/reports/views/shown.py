"""What a rendered page says and where it leads, read from its HTML."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from domain.outcome import Evidence, Programme
from tests.province import Province, confirm, enrol, state

LISTED = re.compile(r"graduates/\?")


@dataclass(frozen=True)
class Link:
    text: str
    url: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.words: list[str] = []
        self.url: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.url, self.words = dict(attrs).get("href"), []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.url:
            self.links.append(Link(" ".join("".join(self.words).split()), self.url))
            self.url = None


def links_in(response: HttpResponse) -> list[Link]:
    reader = _Links()
    reader.feed(response.content.decode())
    return reader.links


def numbers_in(response: HttpResponse) -> list[Link]:
    """The links that stand on a count and open a list of graduates."""
    found = [link for link in links_in(response) if LISTED.search(link.url)]
    return [link for link in found if link.text.replace(".", "").isdigit()]


def children_at(client: Client, url: str) -> int:
    """How many graduates the list at this address holds, its filter being a valid one."""
    response = client.get(url)
    assert response.status_code == 200
    assert response.context["form"].errors == {}
    return len(response.context["page"]["rows"])


def text_of(response: HttpResponse) -> str:
    """The page as read: without tags, white space folded."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(bare).split())


def enrol_all_kinds(province: Province, **where: Any) -> None:
    """Children of every outcome, place and evidence: ten in the home district, two away."""
    home = {"commune": province.home_commune} | where
    names = ("An", "Bé", "Cúc", "Dũ", "Em", "Giàu", "Hai", "Kiều", "Lan", "Mai")
    children = [enrol(province, f"Lê Thị {name}", **home) for name in names]
    confirm(children[0], Programme.INTERMEDIATE, province.vocational)
    state(children[1], Programme.ELEMENTARY, evidence=Evidence.REPORTED)
    confirm(children[2], Programme.INTERMEDIATE, province.vocational_away)
    confirm(children[3], Programme.UPPER_SECONDARY, province.thpt)
    confirm(children[4], Programme.UPPER_SECONDARY, province.thpt_outside)
    confirm(children[5], Programme.CONTINUING, province.gdtx)
    confirm(children[6], Programme.CONTINUING, province.gdtx)
    confirm(children[6], Programme.INTERMEDIATE, province.vocational)
    state(children[7], Programme.AT_HOME)
    confirm(children[8], Programme.UPPER_SECONDARY, province.thpt)
    confirm(children[8], Programme.INTERMEDIATE, province.vocational)
    away = {"school": province.thcs_away, "commune": province.away_commune}
    enrol(province, "Võ Văn Nam", **away)
    confirm(enrol(province, "Võ Văn Oanh", **away), Programme.INTERMEDIATE, province.vocational)
