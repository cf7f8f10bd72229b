from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("districts/<str:code>/", views.district_detail, name="district_detail"),
    path("not-enrolled/", views.not_enrolled_list, name="not_enrolled_list"),
    # A school's code comes from the department's own sheet and may hold a slash.
    path("not-enrolled/<path:code>/export/", views.not_enrolled_export, name="not_enrolled_export"),
]
