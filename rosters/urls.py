from django.urls import include, path

from rosters import views

app_name = "rosters"

urlpatterns = [
    path("", views.roster_list, name="roster_list"),
    path("review/", include("rosters.review.urls")),
    path("<int:pk>/", views.roster_detail, name="roster_detail"),
    path("<int:pk>/export/", views.roster_export, name="roster_export"),
    path("rows/<int:pk>/", views.row_detail, name="row_detail"),
    path("rows/<int:pk>/report/", views.row_report, name="row_report"),
    path("rows/<int:pk>/report/undo/", views.report_withdraw, name="report_withdraw"),
]
