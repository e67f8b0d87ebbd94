"""Emptying the database of a developer, the append-only tables too."""

from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import User
from config.management.demo.cast import ACCOUNTS
from contracts.models import Delivery, Invoice, Paper, PaperSignature
from procurement.actions.rules import load_default_rules
from reports.models import HousedCountSheet

KEPT = {"django_migrations", "django_content_type", "auth_permission", "accounts_statuspair"}
"""What belongs to the code and not to the demo."""

KEPT_FILES = (
    (Delivery.objects.exclude(file=""), "file"),
    (Paper.objects.all(), "pdf"),
    (Paper.objects.exclude(docx=""), "docx"),
    (PaperSignature.objects.exclude(file=""), "file"),
    (Invoice.objects.exclude(file=""), "file"),
    (HousedCountSheet.objects.exclude(file=""), "file"),
)
"""Rows with a file in the store, and its field."""


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def strangers() -> list[str]:
    """Addresses of accounts that are not of the demo."""
    known = [email for email, _role, _password in ACCOUNTS]
    others = User.objects.exclude(email__in=known).order_by("email")
    return list(others.values_list("email", flat=True))


def wipe() -> list[str]:
    """Empty every table; return the names of files that then belong to nothing."""
    files = [name for rows, field in KEPT_FILES for name in rows.values_list(field, flat=True)]
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(table) for table in sorted(set(tables) - KEPT)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    load_default_rules()
    return files


def remove_files(names: list[str]) -> None:
    """Delete what `wipe` named, once the emptying has been saved."""
    for name in names:
        default_storage.delete(name)
