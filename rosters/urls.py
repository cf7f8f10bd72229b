from django.urls import include, path

from rosters import asking, views
from rosters.incoming.views import columns, drafts, rows, uploads, versions
from rosters.transfers import views as transfers

app_name = "rosters"

upload = [
    path("", uploads.upload, name="upload"),
    path("template/", uploads.template, name="template"),
    path("<uuid:pk>/", drafts.draft_says, name="draft_says"),
    path("<uuid:pk>/columns/", columns.draft_columns, name="draft_columns"),
    path("<uuid:pk>/columns/<int:choice>/forget/", columns.columns_forget, name="columns_forget"),
    path("<uuid:pk>/part/", drafts.draft_part, name="draft_part"),
    path("<uuid:pk>/check/", drafts.draft_check, name="draft_check"),
    path("<uuid:pk>/rows/", rows.draft_rows, name="draft_rows"),
    path("<uuid:pk>/rows/leave-out/", rows.rows_leave_out, name="rows_leave_out"),
    path("<uuid:pk>/mends/<int:mend>/undo/", rows.mend_undo, name="mend_undo"),
    path("<uuid:pk>/omissions/<int:omission>/undo/", rows.omission_undo, name="omission_undo"),
    path("<uuid:pk>/marked/", drafts.draft_marked, name="draft_marked"),
    path("<uuid:pk>/file/", drafts.draft_replace, name="draft_replace"),
    path("<uuid:pk>/confirm/", drafts.draft_confirm, name="draft_confirm"),
]

urlpatterns = [
    path("upload/", include(upload)),
    path("versions/<uuid:pk>/", versions.version_detail, name="version_detail"),
    path("versions/<uuid:pk>/undo/", versions.version_undo, name="version_undo"),
    path("", views.roster_list, name="roster_list"),
    path("transfers/", transfers.transfer_list, name="transfer_list"),
    path("transfers/<int:pk>/answer/", transfers.transfer_answer, name="transfer_answer"),
    path("transfers/<int:pk>/undo/", transfers.transfer_undo, name="transfer_undo"),
    path("rows/<int:pk>/arrival/", transfers.row_arrival, name="row_arrival"),
    path("review/", include("rosters.review.urls")),
    path("<int:pk>/", views.roster_detail, name="roster_detail"),
    path("<int:pk>/export/", views.roster_export, name="roster_export"),
    path("rows/<int:pk>/", views.row_detail, name="row_detail"),
    path("rows/<int:pk>/correction/", asking.correction_ask, name="correction_ask"),
    path("rows/<int:pk>/report/", views.row_report, name="row_report"),
    path("rows/<int:pk>/report/undo/", views.report_withdraw, name="report_withdraw"),
]
