"""Where a graduate stands: one outcome, derived from everything currently said of the child.

The rules are those of docs/indicators.md, "Outcome": each graduate is in exactly one of six
outcomes, never typed by anyone. The result is a function of the set of statements: neither their
order nor a repeated statement changes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations

from domain.formats import day


class Outcome(StrEnum):
    """The six buckets; in every unit they sum to the cohort."""

    UPPER_SECONDARY = "UPPER_SECONDARY"
    CONTINUING = "CONTINUING"
    VOCATIONAL = "VOCATIONAL"
    NOT_STUDYING = "NOT_STUDYING"
    NOT_KNOWN = "NOT_KNOWN"
    CONFLICT = "CONFLICT"


class Programme(StrEnum):
    """What a child follows; the programme, not the type of the institution, decides the outcome."""

    UPPER_SECONDARY = "UPPER_SECONDARY"
    CONTINUING = "CONTINUING"
    ELEMENTARY = "ELEMENTARY"
    INTERMEDIATE = "INTERMEDIATE"
    COLLEGE_NINE_PLUS = "COLLEGE_NINE_PLUS"
    SHORT_COURSE = "SHORT_COURSE"
    WORKING = "WORKING"
    AT_HOME = "AT_HOME"
    ABROAD = "ABROAD"
    DECEASED = "DECEASED"
    OTHER_NOT_STUDYING = "OTHER_NOT_STUDYING"
    UNREACHED = "UNREACHED"


class Stage(StrEnum):
    """How far a child has come in a programme; NONE for those who do not study."""

    NONE = ""
    ADMITTED = "ADMITTED"
    STUDYING = "STUDYING"
    NO_SHOW = "NO_SHOW"
    LEFT = "LEFT"
    TRANSFERRED = "TRANSFERRED"


class Evidence(StrEnum):
    """CONFIRMED by the institution itself (or entered on its behalf from its list), or REPORTED."""

    NONE = ""
    CONFIRMED = "CONFIRMED"
    REPORTED = "REPORTED"


class Place(StrEnum):
    """Where the child studies, seen from the district of the lower-secondary school."""

    NONE = ""
    IN_DISTRICT = "IN_DISTRICT"
    IN_PROVINCE = "IN_PROVINCE"
    OUTSIDE = "OUTSIDE"


# Short courses never count and an unreached family says nothing: neither is in this table, and a
# statement without an entry here has no bearing on any figure.
_OUTCOME_OF: dict[str, Outcome] = {
    Programme.UPPER_SECONDARY: Outcome.UPPER_SECONDARY,
    Programme.CONTINUING: Outcome.CONTINUING,
    Programme.ELEMENTARY: Outcome.VOCATIONAL,
    Programme.INTERMEDIATE: Outcome.VOCATIONAL,
    Programme.COLLEGE_NINE_PLUS: Outcome.VOCATIONAL,
    Programme.WORKING: Outcome.NOT_STUDYING,
    Programme.AT_HOME: Outcome.NOT_STUDYING,
    Programme.ABROAD: Outcome.NOT_STUDYING,
    Programme.DECEASED: Outcome.NOT_STUDYING,
    Programme.OTHER_NOT_STUDYING: Outcome.NOT_STUDYING,
}
_DUAL_PAIR = frozenset({Outcome.CONTINUING, Outcome.VOCATIONAL})
_ENDING_STAGES = frozenset({Stage.NO_SHOW, Stage.LEFT, Stage.TRANSFERRED})

_NOTHING_SAID = "Chưa có đơn vị nào cung cấp thông tin về nơi học của học sinh."
_ONLY_ADMITTED = "Mới có thông tin trúng tuyển, chưa có xác nhận nhập học."
_CONFLICTING = (
    "Các thông tin đã xác nhận không thể cùng đúng, cần các đơn vị đã xác nhận kiểm tra lại."
)
_ENDED_REASON: dict[str, str] = {
    Stage.NO_SHOW: "Cơ sở báo học sinh chưa ra lớp",
    Stage.LEFT: "Cơ sở báo học sinh đã thôi học",
    Stage.TRANSFERRED: "Cơ sở báo học sinh đã chuyển trường, nơi chuyển đến chưa xác nhận",
}


@dataclass(frozen=True)
class Statement:
    """One current (not superseded) statement of where a graduate is.

    `identity` is unique among the statements of a child. `institution` is a stable key or the
    folded free-text place; "" means unknown, which may be any institution. A row that a new roster
    version no longer carries is handed in with `ended_on`: leaving it out would revive the reports
    before it.
    """

    identity: int | str
    programme: Programme
    institution: str
    place: Place
    stage: Stage
    evidence: Evidence
    stated_on: date
    recorded_at: datetime
    ended_on: date | None = None
    institution_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """The one outcome of a graduate and why.

    `evidence` is NONE for NOT_KNOWN and CONFLICT; `place` and `institution_id` are given for
    studying outcomes only. `has_vocational_claim` is set only in a CONFLICT: it puts the child in
    the upper bound of the vocational rate. `deciding` names the statements that count, most
    weighty first. `reason` is a Vietnamese sentence for the child's page. `reported_on` is the day
    of the report that a REPORTED outcome rests on (`domain.currency`); of a death nobody is asked
    again.
    """

    outcome: Outcome
    place: Place
    evidence: Evidence
    is_dual: bool
    in_question: bool
    has_vocational_claim: bool
    is_admitted: bool
    institution_id: int | None
    deciding: tuple[int | str, ...]
    reason: str
    reported_on: date | None = None


def derive(statements: Iterable[Statement]) -> Standing:
    """The standing that the current statements of one graduate give, whatever their order.

    Confirmed claims that cannot all be true are a CONFLICT. Otherwise CONFIRMED beats REPORTED,
    then the later `stated_on`, then the later `recorded_at`; a claim counts when no weightier
    claim contradicts it, so the compatible pair (one continuing, one vocational programme) never
    competes.
    """
    ranked = sorted(statements, key=_weight, reverse=True)
    endings = [s for s in ranked if _is_ending(s)]
    claims = [s for s in ranked if _is_claim(s)]
    standing_claims = [c for c in claims if not _is_over(c, endings)]
    if not standing_claims:
        return _not_known(ranked, endings)
    confirmed = [c for c in standing_claims if _is_confirmed(c)]
    if any(contradict(a, b) for a, b in combinations(confirmed, 2)):
        return _conflict(confirmed)
    return _decided(standing_claims, doubts=_doubts(claims, endings))


def _weight(statement: Statement) -> tuple[bool, date, datetime, bool, int | str]:
    # Numbers and texts do not compare: the flag before the identity keeps them apart.
    identity = statement.identity
    return (
        _is_confirmed(statement),
        statement.stated_on,
        statement.recorded_at,
        isinstance(identity, str),
        identity,
    )


def _is_confirmed(statement: Statement) -> bool:
    return statement.evidence == Evidence.CONFIRMED


def _outcome(statement: Statement) -> Outcome | None:
    return _OUTCOME_OF.get(statement.programme)


def _is_claim(statement: Statement) -> bool:
    """Whether it says that the child studies now, or that it is known not to study."""
    outcome = _outcome(statement)
    if outcome is None or statement.ended_on is not None:
        return False
    if outcome is Outcome.NOT_STUDYING:
        return statement.stage != Stage.ADMITTED
    return statement.stage == Stage.STUDYING


def _is_ending(statement: Statement) -> bool:
    """Whether it says that something is over; an admission that lapsed ends nothing."""
    outcome = _outcome(statement)
    if outcome is None or statement.stage == Stage.ADMITTED:
        return False
    if statement.ended_on is not None:
        return True
    return outcome is not Outcome.NOT_STUDYING and statement.stage in _ENDING_STAGES


def _is_over(claim: Statement, endings: Sequence[Statement]) -> bool:
    return any(_takes_back(ending, claim) or _outdates(ending, claim) for ending in endings)


def _takes_back(ending: Statement, claim: Statement) -> bool:
    """Whether the ending is a later word on the very seat that the claim is about.

    A row merely dropped from one list takes back nothing else: a centre sends several lists, and
    the child may stand on another. A report never takes back what the institution confirmed.
    """
    is_same_seat = _outcome(ending) == _outcome(claim) and ending.institution == claim.institution
    if not is_same_seat or ending.stage not in _ENDING_STAGES:
        return False
    if _is_confirmed(claim) and not _is_confirmed(ending):
        return False
    return claim.stated_on <= _known_on(ending)


def _outdates(ending: Statement, claim: Statement) -> bool:
    """Whether the claim is a mere report from before the end: such a report does not revive."""
    return not _is_confirmed(claim) and claim.stated_on <= _last_day(ending)


def _last_day(ending: Statement) -> date:
    return ending.ended_on or ending.stated_on


def _known_on(ending: Statement) -> date:
    return max(ending.stated_on, _last_day(ending))


def contradict(one: Statement, other: Statement) -> bool:
    """Whether the two claims cannot both be true of one child.

    Only one continuing with one vocational programme go together; repeats of one family of
    programmes do unless they name two institutions. Not studying names none: two kinds of it are
    one outcome.
    """
    outcomes = {_outcome(one), _outcome(other)}
    if len(outcomes) > 1:
        return outcomes != _DUAL_PAIR
    return Outcome.NOT_STUDYING not in outcomes and _name_two_institutions(one, other)


def _name_two_institutions(one: Statement, other: Statement) -> bool:
    return bool(one.institution and other.institution) and one.institution != other.institution


def _doubts(claims: Sequence[Statement], endings: Sequence[Statement]) -> list[Statement]:
    """Reports that may question a confirmed claim, ended ones included.

    A report stays a doubt after a third institution's leaver outdated it: only the institution
    that the report named, or the one that confirmed, can settle it.
    """
    reports = [c for c in claims if not _is_confirmed(c)]
    unsettled = [r for r in reports if not any(_takes_back(ending, r) for ending in endings)]
    return unsettled + [ending for ending in endings if not _is_confirmed(ending)]


def _questions(doubt: Statement, confirmed: Sequence[Statement]) -> bool:
    """Whether a report later than the institution's latest word says otherwise."""
    latest = max(c.stated_on for c in confirmed)
    if not _is_ending(doubt):
        return doubt.stated_on > latest and any(contradict(doubt, c) for c in confirmed)
    return _known_on(doubt) > latest and any(
        _outcome(doubt) == _outcome(c) and not _name_two_institutions(doubt, c) for c in confirmed
    )


def _decided(ranked: Sequence[Statement], *, doubts: Sequence[Statement]) -> Standing:
    """The standing of claims whose confirmed ones agree, given heaviest first."""
    counting = [c for i, c in enumerate(ranked) if not any(contradict(c, r) for r in ranked[:i])]
    is_dual = {_outcome(c) for c in counting} == _DUAL_PAIR
    outcome = Outcome.VOCATIONAL if is_dual else _OUTCOME_OF[counting[0].programme]
    # A dual student's evidence, place and institution are those of the vocational statement.
    supporting = [c for c in counting if _outcome(c) is outcome]
    partners = [c for c in counting if _outcome(c) is not outcome]
    lead = supporting[0]
    confirmed = [c for c in supporting if _is_confirmed(c)]
    in_question = bool(confirmed) and any(_questions(doubt, confirmed) for doubt in doubts)
    is_studying = outcome is not Outcome.NOT_STUDYING
    located = next((c for c in supporting if c.institution or c.place), lead)
    return Standing(
        outcome=outcome,
        place=Place(located.place) if is_studying else Place.NONE,
        evidence=Evidence.CONFIRMED if confirmed else Evidence.REPORTED,
        is_dual=is_dual,
        in_question=in_question,
        has_vocational_claim=False,
        is_admitted=False,
        institution_id=located.institution_id if is_studying else None,
        deciding=tuple(c.identity for c in [lead, *partners[:1]]),
        reason=_reason(lead, is_dual, in_question, has_rivals=len(counting) < len(ranked)),
        reported_on=None if confirmed or lead.programme == Programme.DECEASED else lead.stated_on,
    )


def _conflict(confirmed: Sequence[Statement]) -> Standing:
    has_vocational_claim = any(_outcome(c) is Outcome.VOCATIONAL for c in confirmed)
    return _without_place(
        Outcome.CONFLICT,
        deciding=confirmed,
        reason=_CONFLICTING,
        has_vocational_claim=has_vocational_claim,
    )


def _not_known(ranked: Sequence[Statement], endings: Sequence[Statement]) -> Standing:
    """Nobody has said, or only admitted, or what was said has ended."""
    admissions = [
        s
        for s in ranked
        if s.stage == Stage.ADMITTED
        and s.ended_on is None
        and _outcome(s) not in (None, Outcome.NOT_STUDYING)
        # An admission from before the end is no plan of the child any more.
        and not any(s.stated_on <= _known_on(ending) for ending in endings)
    ]
    if admissions:
        return _without_place(
            Outcome.NOT_KNOWN, deciding=admissions[:1], reason=_ONLY_ADMITTED, is_admitted=True
        )
    if endings:
        last = max(endings, key=lambda ending: (_known_on(ending), _weight(ending)))
        return _without_place(Outcome.NOT_KNOWN, deciding=[last], reason=_ended_reason(last))
    return _without_place(Outcome.NOT_KNOWN, deciding=[], reason=_NOTHING_SAID)


def _without_place(
    outcome: Outcome,
    *,
    deciding: Sequence[Statement],
    reason: str,
    has_vocational_claim: bool = False,
    is_admitted: bool = False,
) -> Standing:
    return Standing(
        outcome=outcome,
        place=Place.NONE,
        evidence=Evidence.NONE,
        is_dual=False,
        in_question=False,
        has_vocational_claim=has_vocational_claim,
        is_admitted=is_admitted,
        institution_id=None,
        deciding=tuple(s.identity for s in deciding),
        reason=reason,
    )


def _ended_reason(ending: Statement) -> str:
    if not _is_confirmed(ending) or ending.stage not in _ENDED_REASON:
        what = "Thông tin gần nhất đã hết hiệu lực"
    else:
        what = _ENDED_REASON[ending.stage]
    return f"{what} (ngày {day(_last_day(ending))}); các khai báo trước đó không còn được tính."


def _reason(lead: Statement, is_dual: bool, in_question: bool, *, has_rivals: bool) -> str:
    start = "Vừa học GDTX vừa học nghề, tính một lần vào GDNN theo" if is_dual else "Tính theo"
    stated_on = day(lead.stated_on)
    if not _is_confirmed(lead):
        end = ", là khai báo mới nhất." if has_rivals else "; chưa có xác nhận."
        return f"{start} khai báo ngày {stated_on}{end}"
    if in_question:
        end = "; sau đó có khai báo khác nên cần xác minh với cơ sở."
    elif has_rivals:
        end = ", được ưu tiên hơn khai báo."
    else:
        end = "."
    return f"{start} thông tin đã xác nhận ngày {stated_on}{end}"
