"""Django's settings. What differs between installations is in frith.website.installation."""

from __future__ import annotations

from pathlib import Path

from frith.website import installation

HERE = Path(__file__).resolve().parent
INSTALLATION = installation.read()

SECRET_KEY = INSTALLATION.secret_key
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {"default": installation.database(INSTALLATION.database_url, INSTALLATION.var)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FRITH_VAR = INSTALLATION.var
FRITH_AUDIT_KEY = INSTALLATION.audit_key
FRITH_FIELD_KEYS = INSTALLATION.field_keys
FRITH_SECOND_FACTOR = True
FRITH_STANDING_AT = INSTALLATION.standing_at
FRITH_DEMONSTRATION = INSTALLATION.demonstration

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "frith.guard.audit",
    "frith.guard.access",
    "frith.guard.protection",
    "frith.guard.documents",
    "frith.guard.jobs",
    "frith.work.performance",
    "frith.work.governance",
    "frith.work.casework",
    "frith.website",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frith.website.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frith.website.middleware.WhoActs",
    "frith.website.kept_typing.KeepTyping",
    "frith.website.middleware.TroubleAsPage",
    "frith.website.api.problems.AddressProblems",
]

ROOT_URLCONF = "frith.website.urls"
WSGI_APPLICATION = "frith.website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "frith.website.context.every_page",
            ],
            "builtins": ["frith.website.templatetags.words"],
        },
    },
]

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["frith.guard.access.sign_in.EmailBackend"]
LOGIN_URL = "sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

FRITH_OIDC_ISSUER = INSTALLATION.oidc_issuer
FRITH_OIDC_CLIENT_ID = INSTALLATION.oidc_client_id
FRITH_OIDC_CLIENT_SECRET = INSTALLATION.oidc_client_secret

FRITH_API_A_MINUTE = 600
FRITH_CALENDAR_AN_HOUR = 60
FRITH_LARGEST_DOCUMENT = INSTALLATION.largest_document
# what is handed in is held in memory until it is encrypted: no copy of it lies in a folder for temporary files
FILE_UPLOAD_MAX_MEMORY_SIZE = FRITH_LARGEST_DOCUMENT

MAIL = installation.mail(INSTALLATION.smtp_url, INSTALLATION.var)
EMAIL_BACKEND = MAIL.backend
EMAIL_FILE_PATH = MAIL.folder
EMAIL_HOST = MAIL.host
EMAIL_PORT = MAIL.port
EMAIL_HOST_USER = MAIL.user
EMAIL_HOST_PASSWORD = MAIL.password
EMAIL_USE_TLS = MAIL.starttls
EMAIL_USE_SSL = MAIL.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = MAIL.sender

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "frith.website.views.errors.forged_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
