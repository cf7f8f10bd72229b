from django.urls import path

from office.views import home, log, sheet, users

app_name = "office"

urlpatterns = [
    path("", home.home, name="home"),
    path("users/", users.user_list, name="user_list"),
    path("users/import/", sheet.user_import, name="user_import"),
    path("users/import/template/", sheet.user_import_template, name="user_import_template"),
    path("users/new/", users.user_role_choose, name="user_role_choose"),
    path("users/new/<str:role>/", users.user_add, name="user_add"),
    path("users/<int:pk>/", users.user_detail, name="user_detail"),
    path("users/<int:pk>/edit/", users.user_edit, name="user_edit"),
    path("users/<int:pk>/deactivate/", users.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/activate/", users.user_activate, name="user_activate"),
    path("users/<int:pk>/reset-password/", users.password_reset, name="password_reset"),
    path(
        "users/<int:pk>/assignments/new/",
        users.assignment_role_choose,
        name="assignment_role_choose",
    ),
    path("users/<int:pk>/assignments/new/<str:role>/", users.assignment_add, name="assignment_add"),
    path(
        "users/<int:pk>/assignments/<int:assignment_pk>/remove/",
        users.assignment_remove,
        name="assignment_remove",
    ),
    path("audit-log/", log.event_list, name="event_list"),
    path("audit-log/<int:pk>/", log.event_detail, name="event_detail"),
]
