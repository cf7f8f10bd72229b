from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("not-enrolled/", views.not_enrolled_list, name="not_enrolled_list"),
    path("not-enrolled/<str:code>/export/", views.not_enrolled_export, name="not_enrolled_export"),
]
