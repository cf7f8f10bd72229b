from django.urls import path

from imports.survey import views as survey
from imports.views import batches, columns, drafts, overruling, rows, uploads

app_name = "imports"

urlpatterns = [
    path("", batches.batch_list, name="batch_list"),
    path("upload/", uploads.upload, name="upload"),
    path("drafts/<uuid:pk>/", drafts.draft_check, name="draft_check"),
    path("drafts/<uuid:pk>/columns/", columns.draft_columns, name="draft_columns"),
    path(
        "drafts/<uuid:pk>/columns/<int:choice>/forget/",
        columns.columns_forget,
        name="columns_forget",
    ),
    path("drafts/<uuid:pk>/rows/", rows.draft_rows, name="draft_rows"),
    path("drafts/<uuid:pk>/rows/leave-out/", rows.rows_leave_out, name="rows_leave_out"),
    path("drafts/<uuid:pk>/mends/<int:mend>/undo/", rows.mend_undo, name="mend_undo"),
    path(
        "drafts/<uuid:pk>/omissions/<int:omission>/undo/", rows.omission_undo, name="omission_undo"
    ),
    path("drafts/<uuid:pk>/file/", drafts.draft_replace, name="draft_replace"),
    path("drafts/<uuid:pk>/hand-edits/", overruling.draft_overrule, name="draft_overrule"),
    path("template/", uploads.template, name="template"),
    path("drafts/<uuid:pk>/marked/", drafts.draft_marked, name="draft_marked"),
    path("drafts/<uuid:pk>/confirm/", drafts.draft_confirm, name="draft_confirm"),
    path("drafts/<uuid:pk>/discard/", drafts.draft_discard, name="draft_discard"),
    path(
        "drafts/<uuid:pk>/decisions/<int:correction>/remove/",
        drafts.correction_remove,
        name="correction_remove",
    ),
    path("surveys/upload/", survey.survey_upload, name="survey_upload"),
    path("surveys/drafts/<uuid:pk>/", survey.survey_check, name="survey_check"),
    path("surveys/drafts/<uuid:pk>/confirm/", survey.survey_confirm, name="survey_confirm"),
    path("surveys/drafts/<uuid:pk>/marked/", survey.survey_marked, name="survey_marked"),
    path("surveys/drafts/<uuid:pk>/file/", survey.survey_replace, name="survey_replace"),
    path("surveys/<uuid:pk>/", survey.survey_result, name="survey_result"),
    path("surveys/<uuid:pk>/undo/", survey.survey_undo, name="survey_undo"),
    path("<uuid:pk>/", batches.batch_detail, name="batch_detail"),
    path("<uuid:pk>/undo/", batches.batch_undo, name="batch_undo"),
    path("<uuid:pk>/file/", batches.batch_file, name="batch_file"),
]
