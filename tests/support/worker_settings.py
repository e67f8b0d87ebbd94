"""Settings of a worker that a test starts as a program of its own."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import DATABASES, STORAGES

CELERY_TASK_ALWAYS_EAGER = False
MEDIA_ROOT = os.environ["TAALREGIE_TEST_MEDIA"]
STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
for _database in DATABASES.values():
    _database["NAME"] = os.environ["TAALREGIE_TEST_DATABASE"]
