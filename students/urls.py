from django.urls import path

from students import views

app_name = "students"

urlpatterns = [
    path("", views.graduate_list, name="graduate_list"),
    path("export/", views.graduate_export, name="graduate_export"),
]
