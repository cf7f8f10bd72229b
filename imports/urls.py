from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("", views.batch_list, name="batch_list"),
    path("upload/", views.upload, name="upload"),
    path("drafts/<uuid:pk>/", views.draft_check, name="draft_check"),
    path("drafts/<uuid:pk>/file/", views.draft_replace, name="draft_replace"),
    path("template/", views.template, name="template"),
    path("drafts/<uuid:pk>/marked/", views.draft_marked, name="draft_marked"),
    path("drafts/<uuid:pk>/confirm/", views.draft_confirm, name="draft_confirm"),
    path("drafts/<uuid:pk>/discard/", views.draft_discard, name="draft_discard"),
    path(
        "drafts/<uuid:pk>/decisions/<int:correction>/remove/",
        views.correction_remove,
        name="correction_remove",
    ),
    path("<uuid:pk>/", views.batch_detail, name="batch_detail"),
    path("<uuid:pk>/undo/", views.batch_undo, name="batch_undo"),
    path("<uuid:pk>/file/", views.batch_file, name="batch_file"),
]
