from django.urls import path

from districts import views

app_name = "districts"

urlpatterns = [
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/new/", views.institution_add, name="institution_add"),
    path("institutions/<int:pk>/", views.institution_edit, name="institution_edit"),
]
