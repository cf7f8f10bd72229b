from django.urls import path

from students.views import graduates, statements

app_name = "students"

urlpatterns = [
    path("graduates/", graduates.graduate_list, name="graduate_list"),
    path("graduates/export/", graduates.graduate_export, name="graduate_export"),
    path("graduates/<int:pk>/", statements.graduate_detail, name="graduate_detail"),
    path("graduates/<int:pk>/statements/new/", statements.statement_add, name="statement_add"),
    path(
        "graduates/<int:pk>/statements/<int:statement_pk>/correct/",
        statements.statement_correct,
        name="statement_correct",
    ),
    path(
        "graduates/<int:pk>/statements/<int:statement_pk>/withdraw/",
        statements.statement_withdraw,
        name="statement_withdraw",
    ),
]
