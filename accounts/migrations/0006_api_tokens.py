import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP_REQUESTS = """
CREATE FUNCTION keep_recent_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < clock_timestamp() - interval '30 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_apirequest_rows BEFORE UPDATE OR DELETE ON accounts_apirequest
    FOR EACH ROW EXECUTE FUNCTION keep_recent_requests();
CREATE TRIGGER accounts_apirequest_all BEFORE TRUNCATE ON accounts_apirequest
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
LET_GO = """
DROP TRIGGER accounts_apirequest_rows ON accounts_apirequest;
DROP TRIGGER accounts_apirequest_all ON accounts_apirequest;
DROP FUNCTION keep_recent_requests();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_check_many_status_moves_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grant_key", models.CharField(max_length=80)),
                ("organisation", models.CharField(max_length=40, verbose_name="for organisation")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "prefix",
                    models.CharField(max_length=12, unique=True, verbose_name="begins with"),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("contracts:read", "Read contracts"),
                                ("capacity:read", "Read seats and groups"),
                                ("waiting-list:read", "Read the waiting list"),
                                ("placements:read", "Read placements"),
                                ("placements:write", "Register and change placements"),
                                ("deliveries:read", "Read deliveries and their findings"),
                                ("deliveries:write", "Hand in deliveries, confirm and reject them"),
                                ("reports:read", "Read reports"),
                                ("duo:read", "Read offers and hours for DUO"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                        verbose_name="may do",
                    ),
                ),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=43),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="only from these addresses",
                    ),
                ),
                ("is_sandbox", models.BooleanField(default=False, verbose_name="only to try out")),
                ("expires_on", models.DateField(verbose_name="valid up to and including")),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "last_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last used"),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens_revoked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="of",
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="api_token_organisation")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="api_token_revoked_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__len__gt", 0),
                            (
                                "scopes__contained_by",
                                [
                                    "contracts:read",
                                    "capacity:read",
                                    "waiting-list:read",
                                    "placements:read",
                                    "placements:write",
                                    "deliveries:read",
                                    "deliveries:write",
                                    "reports:read",
                                    "duo:read",
                                ],
                            ),
                        ),
                        name="api_token_scopes_known",
                        violation_error_message="Choose what the token may do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation", models.CharField(max_length=40, verbose_name="for organisation")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("method", models.CharField(max_length=10, verbose_name="method")),
                ("path", models.CharField(max_length=300, verbose_name="path")),
                ("status", models.PositiveSmallIntegerField(verbose_name="status")),
                ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
                (
                    "row_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="rows"),
                ),
                (
                    "address",
                    models.GenericIPAddressField(
                        blank=True, null=True, verbose_name="from address"
                    ),
                ),
                ("is_sandbox", models.BooleanField(default=False, verbose_name="tried out")),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="accounts.apitoken",
                    ),
                ),
            ],
            options={
                "verbose_name": "API request",
                "verbose_name_plural": "API requests",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["token", "-at"], name="api_request_of_token"),
                    models.Index(fields=["organisation", "-id"], name="api_request_organisation"),
                    models.Index(fields=["at"], name="api_request_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField(default=dict)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.apitoken",
                    ),
                ),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
                "indexes": [models.Index(fields=["created_at"], name="idempotency_key_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="idempotency_key_once")
                ],
            },
        ),
        migrations.RunSQL(KEEP_REQUESTS, LET_GO),
    ]
