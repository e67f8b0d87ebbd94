#!/usr/bin/env python3
"""Django's commands; starts the embedded servers when no address of others is given."""

import os
import sys

WITHOUT_SERVERS = {"help", "version", "--help", "-h", "--version", "verify_opening"}
DEVELOPMENT = "config.settings.dev"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    try:
        from config.launch.manage import execute
    except ImportError as error:
        sys.exit(f"Error: {error}. Run `make setup`, then use .venv/bin/python manage.py.")
    needs_servers = os.environ["DJANGO_SETTINGS_MODULE"] == DEVELOPMENT
    execute(sys.argv, with_servers=needs_servers and not WITHOUT_SERVERS & set(sys.argv[1:2]))


if __name__ == "__main__":
    main()
