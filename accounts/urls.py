"""Only these of allauth's pages are mounted: its e-mail and sign-up pages write on GET."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    # Whose session has ended is signed out already, and not asked to sign in for it.
    path("sign-out/", login_not_required(views.logout), name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("confirm-identity/", views.reauthenticate, name="account_reauthenticate"),
]
