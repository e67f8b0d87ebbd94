"""A tender is never published before its contract notice stands on TenderNed."""

from django.db import migrations

CREATE = """
CREATE FUNCTION tenderned_publishes_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tender bigint;
BEGIN
    IF TG_TABLE_NAME = 'procurement_notice' THEN
        tender := NEW.tender_id;
    ELSE
        tender := NEW.id;
    END IF;
    IF EXISTS (
        SELECT FROM procurement_notice
        JOIN procurement_tender ON procurement_tender.id = procurement_notice.tender_id
        WHERE procurement_tender.id = tender
          AND procurement_notice.kind = 'contract'
          AND procurement_notice.published_at > procurement_tender.published_at
    ) THEN
        RAISE EXCEPTION 'TenderNed publishes first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tender_published_after_tenderned';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER procurement_notice_first
    AFTER INSERT OR UPDATE OF kind, published_at ON procurement_notice
    FOR EACH ROW WHEN (NEW.kind = 'contract') EXECUTE FUNCTION tenderned_publishes_first();
CREATE TRIGGER procurement_tender_after_notice
    AFTER INSERT OR UPDATE OF published_at ON procurement_tender
    FOR EACH ROW WHEN (NEW.published_at IS NOT NULL) EXECUTE FUNCTION tenderned_publishes_first();
"""
DROP = """
DROP TRIGGER procurement_tender_after_notice ON procurement_tender;
DROP TRIGGER procurement_notice_first ON procurement_notice;
DROP FUNCTION tenderned_publishes_first();
"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0007_draw_by_lot")]

    operations = [migrations.RunSQL(CREATE, DROP)]
