"""On one's own machine over plain http://localhost: `make run` and manage.py."""

from config.launch import addresses
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, databases, env
from config.settings.secret import derived_key, development_key

# Off by default: pages, errors and static files then behave as they do in production.
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = development_key(DATA_DIR)
BID_DRAFT_KEYS = env.secret_keys("BID_DRAFT_KEYS", derived_key(SECRET_KEY, "drafts"))
VAULT_SIGNING_SEED = env.secret_keys("VAULT_SIGNING_SEED", derived_key(SECRET_KEY, "records"))[0]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.listing("ALLOWED_HOSTS", "")]
DEVELOPMENT = True

_servers = addresses.of("app", DATA_DIR)
DATABASES = databases(default_url=_servers.database_url)
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", _servers.broker_url)

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
