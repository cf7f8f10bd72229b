"""Every address of the application: who may open it, by which methods, about which object.

The table is written by hand on purpose. Derived from the permissions of the code it could not
tell when one of them is wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

ROLES = ("DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED")
STRANGERS = ("ANONYMOUS", "INACTIVE")

EVERYBODY = ROLES
COUNTING = ("DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL")
BRINGING = (*COUNTING, "RECEIVING_SCHOOL")
REVIEWING = ("DEPARTMENT", "DISTRICT", "RECEIVING_SCHOOL")
CALLING = ("DISTRICT", "ORIGIN_SCHOOL")
OFFICES = ("DEPARTMENT", "DISTRICT")
SCHOOLS = ("ORIGIN_SCHOOL", "RECEIVING_SCHOOL")
DEPARTMENT = ("DEPARTMENT",)
SENT_TO = (*COUNTING, "COMMUNE")
VISITING = ("ORIGIN_SCHOOL", "COMMUNE")
CASES = (*OFFICES, *VISITING)

READ, WRITE, FORM = ("GET",), ("POST",), ("GET", "POST")
SHOWN = frozenset({200})
SHOWN_OR_SENT_ON = frozenset({200, 302})


@dataclass(frozen=True)
class Route:
    """What one address answers.

    `objects` is the kind of object in the address (tests.scoping.world), `public` the kinds whose
    names the page may show to anybody who may open it. `answers` are the states in which a page
    about an own object may end. Pages of allauth (`is_ours` false) answer methods of their own.
    """

    roles: tuple[str, ...]
    methods: tuple[str, ...] = READ
    objects: str = ""
    public: str = ""
    answers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    is_ours: bool = True

    def answers_to(self, method: str) -> frozenset[int]:
        """The states with which an allowed request may end."""
        if method in self.answers:
            return self.answers[method]
        return SHOWN if method == "GET" else SHOWN_OR_SENT_ON


# Some statements are not to be changed by hand: their pages send back to the child's, with a word.
SENDS_BACK = {"GET": SHOWN_OR_SENT_ON}
# An official who has signed in already is sent on; a wrong form is shown again.
ALLAUTH = {"GET": SHOWN_OR_SENT_ON, "POST": SHOWN_OR_SENT_ON}

ROUTES: dict[str, Route] = {
    "office:home": Route(EVERYBODY, answers=SENDS_BACK),
    "office:user_list": Route(OFFICES),
    "office:user_import": Route(OFFICES, FORM),
    "office:user_import_template": Route(OFFICES, WRITE),
    "office:user_role_choose": Route(OFFICES),
    "office:user_add": Route(OFFICES, FORM, "role"),
    "office:user_detail": Route(OFFICES, objects="person"),
    "office:user_edit": Route(OFFICES, FORM, "person"),
    "office:user_deactivate": Route(OFFICES, WRITE, "person"),
    "office:user_activate": Route(OFFICES, WRITE, "person"),
    "office:password_reset": Route(OFFICES, WRITE, "person"),
    "office:assignment_role_choose": Route(OFFICES, objects="person"),
    "office:assignment_add": Route(OFFICES, FORM, "person_role"),
    "office:assignment_remove": Route(OFFICES, WRITE, "assignment"),
    "office:event_list": Route(OFFICES),
    "office:event_detail": Route(DEPARTMENT, objects="event"),
    "reports:overview": Route(COUNTING),
    "reports:district_detail": Route(COUNTING, objects="district"),
    "reports:district_ledger": Route(OFFICES, objects="district"),
    "reports:list_request": Route(OFFICES, objects="district"),
    "reports:institution_ledger": Route(REVIEWING, objects="receiver"),
    "reports:not_enrolled_list": Route(COUNTING),
    "reports:not_enrolled_export": Route(COUNTING, WRITE, "list_unit"),
    "outreach:referral_list": Route(SENT_TO, answers=SENDS_BACK),
    "outreach:office_referrals": Route(OFFICES, objects="district"),
    "outreach:referrals_draft": Route(OFFICES, WRITE, "district"),
    "outreach:referrals_submit": Route(OFFICES, WRITE, "district"),
    "outreach:referrals_issue": Route(OFFICES, FORM, "district"),
    "outreach:archive_download": Route(OFFICES, WRITE, "district"),
    "outreach:papers_to_sign_download": Route(OFFICES, WRITE, "district"),
    "outreach:office_settings": Route(OFFICES, FORM, "district"),
    "outreach:template_get": Route(OFFICES, objects="office_template"),
    "outreach:template_put": Route(OFFICES, WRITE, "office_template"),
    "outreach:template_drop": Route(OFFICES, WRITE, "office_template"),
    "outreach:referral_detail": Route(SENT_TO, objects="referral"),
    "outreach:referral_withdraw": Route(OFFICES, WRITE, "referral"),
    "outreach:referral_acknowledge": Route(SENT_TO, WRITE, "referral"),
    "outreach:scan_attach": Route(OFFICES, WRITE, "referral"),
    "outreach:file_download": Route(SENT_TO, WRITE, "paper_file"),
    "imports:batch_list": Route(BRINGING),
    "imports:upload": Route(COUNTING, FORM),
    "imports:template": Route(COUNTING, answers={"GET": frozenset({404})}),
    "imports:draft_marked": Route(COUNTING, WRITE, "draft"),
    "imports:draft_columns": Route(COUNTING, FORM, "draft"),
    "imports:columns_forget": Route(COUNTING, WRITE, "column_choice"),
    "imports:draft_rows": Route(COUNTING, FORM, "draft"),
    "imports:rows_leave_out": Route(COUNTING, WRITE, "draft"),
    "imports:mend_undo": Route(COUNTING, WRITE, "mend"),
    "imports:omission_undo": Route(COUNTING, WRITE, "omission"),
    "imports:draft_check": Route(COUNTING, FORM, "draft"),
    "imports:draft_replace": Route(COUNTING, FORM, "draft"),
    "imports:draft_confirm": Route(COUNTING, FORM, "draft"),
    "imports:draft_overrule": Route(COUNTING, WRITE, "draft"),
    "imports:draft_discard": Route(BRINGING, WRITE, "any_draft"),
    "imports:correction_remove": Route(BRINGING, WRITE, "any_correction"),
    "imports:batch_detail": Route(COUNTING, objects="batch"),
    "imports:batch_undo": Route(COUNTING, FORM, "batch"),
    "imports:batch_file": Route(BRINGING, WRITE, "any_batch"),
    "imports:survey_upload": Route(COUNTING, FORM),
    "imports:survey_check": Route(COUNTING, objects="survey_draft"),
    "imports:survey_confirm": Route(COUNTING, WRITE, "survey_draft"),
    "imports:survey_marked": Route(COUNTING, WRITE, "survey_draft"),
    "imports:survey_replace": Route(COUNTING, FORM, "survey_draft"),
    "imports:survey_result": Route(COUNTING, objects="survey_batch"),
    "imports:survey_undo": Route(COUNTING, FORM, "survey_batch"),
    "rosters:roster_list": Route(REVIEWING),
    "rosters:upload": Route(REVIEWING, FORM),
    "rosters:template": Route(REVIEWING, answers={"GET": frozenset({404})}),
    "rosters:draft_says": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:draft_columns": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:columns_forget": Route(REVIEWING, WRITE, "roster_column_choice"),
    "rosters:draft_part": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:draft_check": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:draft_rows": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:rows_leave_out": Route(REVIEWING, WRITE, "roster_draft"),
    "rosters:mend_undo": Route(REVIEWING, WRITE, "roster_mend"),
    "rosters:omission_undo": Route(REVIEWING, WRITE, "roster_omission"),
    "rosters:draft_marked": Route(REVIEWING, WRITE, "roster_draft"),
    "rosters:draft_replace": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:draft_confirm": Route(REVIEWING, FORM, "roster_draft"),
    "rosters:version_detail": Route(REVIEWING, objects="version"),
    "rosters:version_undo": Route(REVIEWING, FORM, "version"),
    "rosters:roster_detail": Route(REVIEWING, objects="roster"),
    "rosters:roster_export": Route(REVIEWING, WRITE, "roster"),
    "rosters:row_detail": Route(REVIEWING, objects="row"),
    "rosters:row_report": Route(REVIEWING, FORM, "row", answers=SENDS_BACK),
    "rosters:report_withdraw": Route(REVIEWING, WRITE, "row"),
    "rosters:transfer_list": Route(REVIEWING),
    "rosters:transfer_answer": Route(("RECEIVING_SCHOOL",), WRITE, "transfer"),
    "rosters:transfer_undo": Route(("RECEIVING_SCHOOL",), WRITE, "own_transfer"),
    "rosters:row_arrival": Route(("RECEIVING_SCHOOL",), WRITE, "row"),
    "rosters:review_list": Route(REVIEWING),
    "rosters:review_next": Route(REVIEWING),
    "rosters:review_together": Route(REVIEWING, FORM, answers=SENDS_BACK),
    "rosters:decided_list": Route(REVIEWING),
    "rosters:conflict_list": Route(OFFICES),
    "rosters:conflict_settle": Route(OFFICES, WRITE, "graduate"),
    "rosters:settlement_undo": Route(OFFICES, WRITE, "graduate"),
    "rosters:review_row": Route(REVIEWING, objects="row", answers=SENDS_BACK),
    "rosters:review_decide": Route(REVIEWING, WRITE, "row"),
    "rosters:act_undo": Route(REVIEWING, WRITE, "act"),
    "students:graduate_list": Route(COUNTING),
    "students:graduate_export": Route(COUNTING, WRITE),
    "students:graduate_detail": Route(COUNTING, objects="graduate"),
    "students:graduate_edit": Route(COUNTING, FORM, "graduate"),
    "students:edit_take_back": Route(COUNTING, WRITE, "edit"),
    "students:correction_ask": Route(
        ("ORIGIN_SCHOOL", "RECEIVING_SCHOOL"), FORM, "graduate_of_own"
    ),
    "students:request_list": Route(BRINGING),
    "students:request_detail": Route(BRINGING, objects="correction_request"),
    "students:request_answer": Route(OFFICES, WRITE, "request_to_answer"),
    "students:request_accept": Route(OFFICES, FORM, "request_to_answer", answers=SENDS_BACK),
    "students:request_refuse": Route(OFFICES, FORM, "request_to_answer", answers=SENDS_BACK),
    "rosters:correction_ask": Route(SCHOOLS, FORM, "row_of_own", answers=SENDS_BACK),
    "students:duplicate_list": Route(OFFICES),
    "students:merge_choose": Route(OFFICES, objects="graduate"),
    "students:graduate_merge": Route(OFFICES, FORM, "graduate_pair"),
    "students:pair_tell_apart": Route(OFFICES, WRITE, "graduate_pair"),
    "students:merge_undo": Route(OFFICES, WRITE, "merge"),
    "students:distinction_take_back": Route(OFFICES, WRITE, "distinct_pair"),
    "students:statement_verify": Route(COUNTING, WRITE, "graduate"),
    "students:verification_list": Route(COUNTING, FORM),
    "students:statement_add": Route(COUNTING, FORM, "graduate"),
    "students:statement_correct": Route(COUNTING, FORM, "statement"),
    "students:statement_withdraw": Route(COUNTING, FORM, "statement"),
    "students:survey_list": Route(COUNTING),
    "students:survey_school": Route(COUNTING, FORM, "survey_school"),
    "students:survey_commune": Route(COUNTING, FORM, "survey_commune"),
    "students:survey_papers": Route(COUNTING, objects="survey_school"),
    "students:survey_workbooks": Route(COUNTING, WRITE, "survey_school", answers={"POST": SHOWN}),
    "students:survey_sheet": Route(COUNTING, objects="survey_school"),
    "students:survey_sign_off": Route(("ORIGIN_SCHOOL",), FORM, "own_school"),
    "students:sign_off_list": Route(COUNTING),
    "students:sign_off_export": Route(COUNTING, WRITE),
    "students:call_list": Route(CALLING),
    # Without a commune in the address there is no list.
    "students:call_print": Route(CALLING, WRITE, answers={"POST": frozenset({404})}),
    "students:call_export": Route(CALLING, WRITE, answers={"POST": frozenset({404})}),
    "students:target_list": Route(DEPARTMENT),
    "students:target_copy": Route(DEPARTMENT, WRITE),
    "students:target_import": Route(DEPARTMENT, FORM),
    "students:target_export": Route(DEPARTMENT, WRITE),
    "students:target_edit": Route(DEPARTMENT, FORM, "target_unit"),
    "students:quota_list": Route(DEPARTMENT),
    "students:quota_copy": Route(DEPARTMENT, WRITE),
    "students:quota_import": Route(DEPARTMENT, FORM),
    "students:quota_export": Route(DEPARTMENT, WRITE),
    "students:quota_edit": Route(DEPARTMENT, FORM, "institution"),
    "districts:institution_list": Route(OFFICES),
    "districts:institution_add": Route(DEPARTMENT, FORM),
    "districts:institution_edit": Route(OFFICES, FORM, "school"),
    # A case names the lower-secondary school that the child comes from.
    "outreach:case_list": Route(VISITING, public="thcs"),
    "outreach:case_print": Route(VISITING, public="thcs"),
    "outreach:case_detail": Route(CASES, objects="case", public="thcs"),
    "outreach:visit_add": Route(VISITING, WRITE, "worked_case", public="thcs"),
    "outreach:visit_take_back": Route(VISITING, WRITE, "visit"),
    "outreach:case_end": Route(CASES, FORM, "decided_case"),
    "outreach:case_request": Route(CASES, FORM, "decided_case"),
    "outreach:request_answer": Route(CASES, WRITE, "case_request"),
    "outreach:news_read": Route(CASES, WRITE),
    "outreach:claim_list": Route(("RECEIVING_SCHOOL",), public="thcs"),
    "outreach:claim_confirm": Route(("RECEIVING_SCHOOL",), WRITE, "claim", public="thcs"),
    "outreach:case_supervision": Route(OFFICES),
    "outreach:case_figures": Route(OFFICES),
    "outreach:figures_export": Route(OFFICES, WRITE),
    "outreach:deadlines_edit": Route(OFFICES, FORM, "district"),
    "outreach:sheet_list": Route(OFFICES, FORM),
    "outreach:sheet_export": Route(OFFICES, WRITE, "commune"),
    "outreach:sheet_detail": Route(OFFICES, FORM, "returned_sheet"),
    "account_login": Route(EVERYBODY, FORM, answers=ALLAUTH, is_ours=False),
    "account_logout": Route(EVERYBODY, FORM, answers=ALLAUTH, is_ours=False),
    "account_change_password": Route(EVERYBODY, FORM, answers=ALLAUTH, is_ours=False),
    "account_reauthenticate": Route(EVERYBODY, FORM, answers=ALLAUTH, is_ours=False),
}


def addresses(urlconf: str | None = None) -> dict[str, URLPattern]:
    """Every address outside the admin by its full name; one without a name by its pattern."""
    return dict(_walk(get_resolver(urlconf).url_patterns, ""))


def _walk(
    patterns: Iterable[URLPattern | URLResolver], namespace: str
) -> Iterable[tuple[str, URLPattern]]:
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(entry.pattern)), entry
        elif entry.app_name != "admin":
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner)
