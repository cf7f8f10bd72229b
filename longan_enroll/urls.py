"""Addresses: English kebab-case; the admin only where ADMIN_URL names a path."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("office.urls")),
    path("", include("reports.urls")),
    path("", include("students.urls")),
    path("", include("districts.urls")),
    path("imports/", include("imports.urls")),
    path("rosters/", include("rosters.urls")),
    path("outreach/", include("outreach.urls")),
    path("account/", include("accounts.urls")),
]

if settings.ADMIN_URL:
    urlpatterns.append(path(f"{settings.ADMIN_URL}/", admin.site.urls))
