from django.urls import path

from reports import views
from reports.ledger import views as ledger

app_name = "reports"

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("districts/<str:code>/", views.district_detail, name="district_detail"),
    path("districts/<str:code>/ledger/", ledger.district_ledger, name="district_ledger"),
    path("districts/<str:code>/list-request/", ledger.list_request, name="list_request"),
    # A school's code comes from the department's own sheet and may hold a slash.
    path("ledger/<path:code>/", ledger.institution_ledger, name="institution_ledger"),
    path("not-enrolled/", views.not_enrolled_list, name="not_enrolled_list"),
    # A school's code comes from the department's own sheet and may hold a slash.
    path("not-enrolled/<path:code>/export/", views.not_enrolled_export, name="not_enrolled_export"),
]
