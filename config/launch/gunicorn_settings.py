"""The web server, the same in development and production: `gunicorn -c` this file.

Each thread holds up to two database connections (the second one shows progress): with the
defaults 2 x 4 x 2 = 16 of the 100 that PostgreSQL allows.
"""

import os

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 120
graceful_timeout = 10
keepalive = 5
accesslog = "-"
control_socket_disable = True
# Nobody waits longer for a page; without an end one bad plan would hold its thread for ever.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=60s")
