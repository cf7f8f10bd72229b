from django.urls import path

from students.views import graduates

app_name = "students"

urlpatterns = [
    path("graduates/", graduates.graduate_list, name="graduate_list"),
    path("graduates/export/", graduates.graduate_export, name="graduate_export"),
]
