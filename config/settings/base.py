"""Settings that hold everywhere; dev, test and production say what differs."""

from pathlib import Path

import pgtrigger
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from pghistory import ForeignKey as HistoryKey

from config.settings import env

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = env.folder("DATA_DIR", ROOT / ".data")
"""Everything the installation writes: uploads, and in development also the servers' data."""

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "accounts.apps.AccountsConfig",
    "providers.apps.ProvidersConfig",
    "procurement.apps.ProcurementConfig",
    "contracts.apps.ContractsConfig",
    "reports.apps.ReportsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # the page of passkeys asks for it
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its templates of fields, where config/templates has none of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]
MIDDLEWARE = [
    "config.shared.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: one server, and a second connection that shows progress of running work ---------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONNECTION = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def databases(default_url: str | None = None) -> dict[str, dict[str, object]]:
    """Both aliases on the server of DATABASE_URL."""
    server = {**env.database("DATABASE_URL", default_url), **CONNECTION}
    return {"default": server, "progress": {**server, "TEST": {"MIRROR": "default"}}}


PGHISTORY_LEVEL: object = pgtrigger.Statement
"""Former versions are kept per statement, so that a load of many rows pays once."""

PGHISTORY_FOREIGN_KEY_FIELD: object = HistoryKey(db_index=False)
"""They are asked for by the row they are of, and by nothing else."""

# --- People: e-mail login, second factors, password guessing -----------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Failed sign-ins are counted below, in the database, so that all processes count together.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# People are invited at an address that somebody else vouched for, so none is ever unverified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Taalregie"
INVITATION_DAYS = env.integer("INVITATION_DAYS", 14, least=1)
"""How long the link of an invitation works."""
MFA_REQUIRED_ROLES = env.listing("MFA_REQUIRED_ROLES", "")
"""Roles (values of accounts.enums.Role) that reach no page before a second factor is set up."""

AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_USERNAME_CALLABLE = "accounts.adapter.typed_address"
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "taalregie_session"
CSRF_COOKIE_NAME = "taalregie_csrf"
CSRF_COOKIE_HTTPONLY = True

# --- What a browser may do ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# --- Language, dates and time ------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "config" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Files -------------------------------------------------------------------------------------

FRONTEND = ROOT / "config" / "frontend" / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [
    ROOT / "config" / "static",
    ("vendor/bootstrap/css", FRONTEND / "bootstrap" / "dist" / "css"),
    ("vendor/bootstrap/js", FRONTEND / "bootstrap" / "dist" / "js"),
    ("vendor/bootstrap-icons", FRONTEND / "bootstrap-icons" / "font"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "woff", "woff2", "png", "jpg", "webp", "gz"]
# The size that a browser may send in form fields; files are limited by UPLOAD_MAXIMUM_BYTES.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640
MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "media")
UPLOAD_MAXIMUM_BYTES = env.integer("UPLOAD_MAXIMUM_BYTES", 50 * 1024 * 1024, least=1024)
UPLOAD_MAXIMUM_ROWS = env.integer("UPLOAD_MAXIMUM_ROWS", 500_000, least=1)
FILE_UPLOAD_HANDLERS = [
    "config.shared.upload_limits.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")
"""The virus scanner: /run/clamav/clamd.ctl or host:port; empty when there is none."""

# --- Background work; the schedule stands in config/celery.py ------------------------------------

CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the time limit above: a message that is at work must not be handed out again.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * 60 * 60}
JOB_HEAL_SECONDS = env.integer("JOB_HEAL_SECONDS", 60, least=1)
"""How often work that lost its worker is looked for."""
JOB_STALE_SECONDS = env.integer("JOB_STALE_SECONDS", 120, least=1)
"""Work without a sign of life for this long has lost its worker."""
JOB_MAXIMUM_ATTEMPTS = env.integer("JOB_MAXIMUM_ATTEMPTS", 3, least=1)
BID_OPENING_MINUTES = env.integer("BID_OPENING_MINUTES", 10, least=1)
"""How long the first officer's opening of bids waits for the second officer."""
BID_DRAFT_KEEP_DAYS = env.integer("BID_DRAFT_KEEP_DAYS", 30, least=1)
"""How long after the deadline a working copy that was not submitted can still be downloaded."""
VAULT_ARGON2 = env.choice("VAULT_ARGON2", "moderate", ("moderate", "interactive"))
"""What a guess at the passphrase of a vault key costs: see procurement.vault.keys.STRENGTHS."""
VAULT_ATTEMPTS = env.integer("VAULT_ATTEMPTS", 5, least=1)
"""How many wrong passphrases an officer may give before VAULT_ATTEMPT_MINUTES have to pass."""
VAULT_ATTEMPT_MINUTES = env.integer("VAULT_ATTEMPT_MINUTES", 15, least=1)
LOW_PRICE_BELOW_OTHERS = env.integer("LOW_PRICE_BELOW_OTHERS", 30, least=1, most=99)
"""Per cents below the mean of the other bids from which an explanation is proposed (art. 2.116)."""
LOW_PRICE_BELOW_FAIR = env.integer("LOW_PRICE_BELOW_FAIR", 40, least=1, most=99)
"""Per cents below the fair price, for which the ceiling price counts; no law names either."""
WORKER_SILENCE_SECONDS = env.integer("WORKER_SILENCE_SECONDS", 60, least=15)
"""/healthz calls the worker absent when it was last seen longer ago."""

# --- Providers -----------------------------------------------------------------------------------

RECOGNITION_REMINDER_DAYS = env.integers("RECOGNITION_REMINDER_DAYS", "90,30,7", least=1)
"""How many days before a recognition ends the provider and the region are warned."""
REGISTRATIONS_PER_HOUR = env.integer("REGISTRATIONS_PER_HOUR", 5, least=1)
"""How many organisations may register themselves from one network address within an hour."""

# --- Contracts and seats -----------------------------------------------------------------------

CONTRACT_DEFAULT_INSTALMENTS = {"start": 40, "halfway": 30, "completion": 30}
"""Per cents of a trajectory price that a new tariff starts from; changed per tariff in the draft.

No law prescribes them: they are the example of the design ("40% start, 30% halfway, 30%
completion"), as buyers and providers commonly agree.
"""
RESERVATION_DAYS = env.integer("RESERVATION_DAYS", 28, least=1)
"""How many days a seat is kept for who has been accepted, unless another day is given."""
ROUTE_SWITCH_MONTHS = env.integer("ROUTE_SWITCH_MONTHS", 18, least=1)
"""How long after the PIP a switch of route is in time (Divosa, on the learning routes)."""
SCALE_DOWN_HOURS = env.integer("SCALE_DOWN_HOURS", 600, least=0)
"""Hours of shown effort before B1 may become A2 on the B1 route (Besluit inburgering 2021)."""
USUAL_TRAJECTORY_WEEKS = {
    "B": env.integer("USUAL_TRAJECTORY_WEEKS_B1", 78, least=1),
    "O": env.integer("USUAL_TRAJECTORY_WEEKS_EDUCATION", 78, least=1),
    "Z": env.integer("USUAL_TRAJECTORY_WEEKS_Z", 104, least=1),
}
"""Weeks that a trajectory of each route usually takes, for the latest sensible start of who waits.

No law names them: working values, to be set to what the region's own contracts say.
"""
OFFER_REPLY_DAYS = env.integer("OFFER_REPLY_DAYS", 7, least=1)
"""Within how many days an offered seat is to be answered, unless another day is given."""
ALERT_OPTION_DAYS = env.integer("ALERT_OPTION_DAYS", 90, least=1)
ALERT_TERM_DAYS = env.integer("ALERT_TERM_DAYS", 180, least=1)
ALERT_RECOGNITION_DAYS = env.integer("ALERT_RECOGNITION_DAYS", 90, least=1)
"""How many days before a renewal option is decided on, a contract ends or a recognition lapses
its owner is warned."""
ALERT_ESCALATE_DAYS = env.integer("ALERT_ESCALATE_DAYS", 14, least=1)
"""After how many days without an answer a warning goes to all who sign contracts."""
RETURN_WORKING_DAY = env.integer("RETURN_WORKING_DAY", 10, least=1, most=20)
"""On which working day of the next month a monthly return of placements is due."""
RETURN_GRACE_DAYS = env.integer("RETURN_GRACE_DAYS", 0)
"""How many days after that day a return still counts as in time."""
RETURN_REMINDER_DAYS = env.integers("RETURN_REMINDER_DAYS", "7,2", least=1)
"""How many days before that day providers are reminded of it."""
RETURN_ESCALATE_DAYS = env.integer("RETURN_ESCALATE_DAYS", 5, least=1)
"""After how many days of lateness the region is told."""
RETURN_HOLDS_PAYMENT = env.flag("RETURN_HOLDS_PAYMENT", default=False)
"""Whether no statement is made while a return is missing.

No law names these five: they hold for a region until it sets its own rule.
"""
STATEMENT_VAT_RATE = env.integer("STATEMENT_VAT_RATE", 0, least=0, most=100)
"""VAT (%) on statements where neither contract nor tariff says otherwise."""
STATEMENT_VAT_GROUND = env.text(
    "STATEMENT_VAT_GROUND", "Vrijgesteld: algemeen vormend onderwijs (taalonderwijs inburgering)"
)
"""Why none is charged then: language teaching is general education (Stcrt. 2025, 3488).

Whether that holds for parts that are no teaching, and whether VAT comes back through the
BTW-compensatiefonds, is argued: what differs is said per contract or tariff.
"""
INVOICE_PAYMENT_DAYS = env.integer("INVOICE_PAYMENT_DAYS", 30, least=1)
"""Within how many days a proposed invoice is to be paid: what public bodies usually agree."""
STATISTICS_LEAST_NUMBER = env.integer("STATISTICS_LEAST_NUMBER", 5, least=1)
"""Numbers of people below it are left out of statistics; no law names it for this use."""
OVERRUN_PERCENTAGE = env.integer("OVERRUN_PERCENTAGE", 5, most=100)
OVERRUN_AMOUNT = env.integer("OVERRUN_AMOUNT", 10_000)
"""From which part of its budget (%), and from how many euros, an overrun is signalled."""
OVERRUN_WORSE_PERCENTAGE = env.integer("OVERRUN_WORSE_PERCENTAGE", 10, most=100)
"""By how much (%) an overrun that was solved or accepted has to grow before it opens again.

No law names these three: they hold for a region until it sets its own rule.
"""

# --- API ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["config.shared.api.etags.PlainRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.shared.api.parsers.JsonBodyParser"],
    "DEFAULT_SCHEMA_CLASS": "config.shared.api.document.ApiSchema",
    "EXCEPTION_HANDLER": "config.shared.api.problems.answer_problem",
    "NON_FIELD_ERRORS_KEY": "nonFieldErrors",
    "NUM_PROXIES": 0,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Taalregie",
    "DESCRIPTION": "Placements, deliveries, groups, seats, contracts, waiting list and reports.",
    "VERSION": "1.0.0",
    "CONTACT": {
        "name": env.text("API_CONTACT_NAME", "Taalregie"),
        "email": env.text("API_CONTACT_EMAIL", "api@taalregie.example"),
        "url": env.text("API_CONTACT_URL", "https://taalregie.example/contact"),
    },
    "SERVERS": [{"url": "https://taalregie.example/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enum_id_removal",
        "config.shared.api.document.complete",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
}
API_REQUESTS_PER_MINUTE = env.integer("API_REQUESTS_PER_MINUTE", 300, least=1)
"""How many requests one token may make within a minute."""
API_LOG_DAYS = env.integer("API_LOG_DAYS", 90, least=30)
"""How long the requests of tokens are kept for their organisation to see."""
API_TOKEN_DAYS = env.integer("API_TOKEN_DAYS", 365, least=1, most=365)
"""For how long a token may be made at most."""

# --- Open data ---------------------------------------------------------------------------------

OCDS_PREFIX = env.text("OCDS_PREFIX", "ocds-000000")
"""What identifiers of tenders begin with in open data; register a prefix before publishing."""
OCDS_PUBLISHER = env.text("OCDS_PUBLISHER", "Taalregie")
OCDS_LICENSE = env.text("OCDS_LICENSE", "https://creativecommons.org/publicdomain/zero/1.0/")
"""Under which licence the open data is published: address of its text."""

# --- Mail and log ------------------------------------------------------------------------------

PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:" + env.text("PORT", "8000")).rstrip("/")
"""Where people reach the site: what links in mail begin with."""
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 20, least=1)
"""Seconds after which a mail server that does not answer counts as absent."""
NOTICE_DIGEST_HOUR = env.integer("NOTICE_DIGEST_HOUR", 7, most=23)
"""At which hour those who want one mail a day get theirs."""
REMINDER_DAYS = env.integers("REMINDER_DAYS", "7,2,1", least=1)
"""How many days before something is due people are reminded of it."""
AWARD_NOTICES_BUNDLED = env.flag("AWARD_NOTICES_BUNDLED", default=False)
"""Whether award notices of social services go out once a quarter (art. 2.134 lid 3 Aw 2012)."""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Taalregie <noreply@localhost>")
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.error_reports.NoValues"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
