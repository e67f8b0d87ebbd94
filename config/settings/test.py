"""The test suite: fast hashing, mail in memory, tasks at once unless a test is marked `queue`."""

from config.launch import addresses
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, LOGGING, databases, env
from config.settings.secret import derived_key

DEBUG = False
SECRET_KEY = "a key for tests only"  # noqa: S105 - guards nothing
BID_DRAFT_KEYS = [derived_key(SECRET_KEY, "drafts")]
VAULT_SIGNING_SEED = derived_key(SECRET_KEY, "records")
VAULT_ARGON2 = "minimum"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEVELOPMENT = True

_servers = addresses.of("test", DATA_DIR)
DATABASES = databases(default_url=_servers.database_url)
# A statement that would never end fails a test, by name, and not the run.
for _server in DATABASES.values():
    _server["OPTIONS"] = {**_server["OPTIONS"], "options": "-c statement_timeout=10min"}  # type: ignore[dict-item]
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", _servers.broker_url)
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Each process of a run has a queue of its own on the shared broker; a worker that a test starts
# as a program inherits these names and so finds the same queue.
CELERY_TASK_DEFAULT_QUEUE = "-".join(
    ("test", env.text("PYTEST_XDIST_TESTRUNUID", "alone"), env.text("PYTEST_XDIST_WORKER", "main"))
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
