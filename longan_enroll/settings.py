"""The one settings module; every choice an installation has is in `.env.example`."""

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from domain.currency import VALID_DAYS
from longan_enroll.environment import (
    ROOT,
    database,
    days,
    env,
    linkage_weights,
    secret_key,
    strict_bool,
    var_dir,
)

SECRET_KEY = secret_key()
DEBUG = strict_bool("DEBUG")
HTTPS = strict_bool("HTTPS")
IS_DEMO = strict_bool("IS_DEMO")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [origin for origin in env.list("CSRF_TRUSTED_ORIGINS", default=[]) if origin]
ADMIN_URL = env.str("ADMIN_URL", default="").strip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "import_export",
    "audit",
    "accounts",
    "districts",
    "students",
    "imports",
    "rosters",
    "outreach",
    "reports",
    "office",
    "longan_enroll",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Slow lines: a list of 100 rows shrinks from 110 KB to 6. Django pads tokens against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.RequestIdMiddleware",
    "longan_enroll.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "longan_enroll.middleware.ReadOnlyOnGetMiddleware",
]

ROOT_URLCONF = "longan_enroll.urls"
WSGI_APPLICATION = "longan_enroll.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "longan_enroll.rendering.UnindentedFiles",
                        "longan_enroll.rendering.UnindentedApplications",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "districts.context.unit",
            ],
        },
    },
]

FORM_RENDERER = "longan_enroll.rendering.FieldRenderer"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.passwords.UnlikeThePerson",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "accounts.passwords.LongEnough"},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedRegistration"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordChangeForm",
    "reauthenticate": "accounts.forms.ReauthenticationForm",
}
SIGN_IN_ATTEMPTS, SIGN_IN_WAIT_MINUTES = 5, 5
# An office is one address: 30 people mistype more often than one guesses.
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"20/m/ip,{SIGN_IN_ATTEMPTS}/{SIGN_IN_WAIT_MINUTES}m/key",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Behind a proxy the visitor is the address the proxy passes on, not the proxy itself.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = var_dir() / "static"
MEDIA_ROOT = var_dir() / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
CSRF_FAILURE_VIEW = "longan_enroll.interrupted.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LINKAGE_WEIGHTS = linkage_weights()
# What is only reported is to be verified again after so many days (domain.currency).
REPORT_VALID_DAYS = days("REPORT_VALID_DAYS", default=VALID_DAYS)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
