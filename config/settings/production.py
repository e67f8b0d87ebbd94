"""Behind a TLS proxy; everything that differs per installation comes from the environment."""

from config.settings.base import *  # noqa: F403
from config.settings.base import REST_FRAMEWORK, databases, env

DEBUG = False
DEVELOPMENT = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
PUBLIC_URL = env.text("PUBLIC_URL", f"https://{ALLOWED_HOSTS[0].removeprefix('.')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS]
DATABASES = databases()
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")
BID_DRAFT_KEYS = env.secret_keys("BID_DRAFT_KEYS")
VAULT_SIGNING_SEED = env.secret_keys("VAULT_SIGNING_SEED")[0]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine itself, behind the proxy
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

AXES_IPWARE_PROXY_COUNT = env.integer("PROXY_COUNT", 1)
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
REST_FRAMEWORK["NUM_PROXIES"] = AXES_IPWARE_PROXY_COUNT

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
