from django.urls import path

from students.corrections import views as corrections
from students.merging import views as merging
from students.survey import call_views as calls
from students.survey import paper_views as papers
from students.survey import sign_off_views as sign_offs
from students.survey import views as survey
from students.verifying import views as verifying
from students.views import edits, graduates, statements, targets

app_name = "students"

urlpatterns = [
    path("graduates/", graduates.graduate_list, name="graduate_list"),
    path("graduates/export/", graduates.graduate_export, name="graduate_export"),
    path("graduates/<int:pk>/", statements.graduate_detail, name="graduate_detail"),
    path("graduates/<int:pk>/edit/", edits.graduate_edit, name="graduate_edit"),
    path(
        "graduates/<int:pk>/edits/<int:edit_pk>/take-back/",
        edits.edit_take_back,
        name="edit_take_back",
    ),
    path("graduates/<int:pk>/statements/new/", statements.statement_add, name="statement_add"),
    path(
        "graduates/<int:pk>/statements/<int:statement_pk>/correct/",
        statements.statement_correct,
        name="statement_correct",
    ),
    path(
        "graduates/<int:pk>/statements/<int:statement_pk>/withdraw/",
        statements.statement_withdraw,
        name="statement_withdraw",
    ),
    path("graduates/<int:pk>/verify/", verifying.statement_verify, name="statement_verify"),
    path("graduates/<int:pk>/correction/", corrections.correction_ask, name="correction_ask"),
    path("correction-requests/", corrections.request_list, name="request_list"),
    path("correction-requests/<int:pk>/", corrections.request_detail, name="request_detail"),
    path("correction-requests/<int:pk>/answer/", corrections.request_answer, name="request_answer"),
    path("correction-requests/<int:pk>/accept/", corrections.request_accept, name="request_accept"),
    path("correction-requests/<int:pk>/refuse/", corrections.request_refuse, name="request_refuse"),
    path("duplicates/", merging.duplicate_list, name="duplicate_list"),
    path("graduates/<int:pk>/merge/", merging.merge_choose, name="merge_choose"),
    path("graduates/<int:pk>/merge/<int:other_pk>/", merging.graduate_merge, name="graduate_merge"),
    path(
        "graduates/<int:pk>/apart/<int:other_pk>/",
        merging.pair_tell_apart,
        name="pair_tell_apart",
    ),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge_undo"),
    path(
        "distinctions/<int:pk>/take-back/",
        merging.distinction_take_back,
        name="distinction_take_back",
    ),
    path("verifications/", verifying.verification_list, name="verification_list"),
    path("survey/", survey.survey_list, name="survey_list"),
    path("survey/schools/<int:pk>/", survey.survey_school, name="survey_school"),
    path("survey/communes/<int:pk>/", survey.survey_commune, name="survey_commune"),
    path("survey/schools/<int:pk>/papers/", papers.survey_papers, name="survey_papers"),
    path("survey/schools/<int:pk>/workbooks/", papers.survey_workbooks, name="survey_workbooks"),
    path("survey/schools/<int:pk>/sheet/", papers.survey_sheet, name="survey_sheet"),
    path("survey/schools/<int:pk>/sign-off/", sign_offs.survey_sign_off, name="survey_sign_off"),
    path("survey/sign-offs/", sign_offs.sign_off_list, name="sign_off_list"),
    path("survey/sign-offs/export/", sign_offs.sign_off_export, name="sign_off_export"),
    path("survey/calls/", calls.call_list, name="call_list"),
    path("survey/calls/print/", calls.call_print, name="call_print"),
    path("survey/calls/export/", calls.call_export, name="call_export"),
    path("targets/", targets.target_list, name="target_list"),
    path("targets/copy/", targets.target_copy, name="target_copy"),
    path("targets/import/", targets.target_import, name="target_import"),
    path("targets/export/", targets.target_export, name="target_export"),
    path("targets/<str:unit>/edit/", targets.target_edit, name="target_edit"),
    path("quotas/", targets.quota_list, name="quota_list"),
    path("quotas/copy/", targets.quota_copy, name="quota_copy"),
    path("quotas/import/", targets.quota_import, name="quota_import"),
    path("quotas/export/", targets.quota_export, name="quota_export"),
    path("quotas/<path:code>/edit/", targets.quota_edit, name="quota_edit"),
]
