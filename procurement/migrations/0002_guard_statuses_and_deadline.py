"""Statuses move as the workflows say; after the deadline no bid enters, by the database's clock."""

from django.db import migrations

from config.shared.workflow import guard_operations

KEEP_DEADLINE = """
CREATE FUNCTION keep_bid_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deadline timestamptz;
    state text;
BEGIN
    SELECT tender.closes_at, tender.status INTO deadline, state
    FROM procurement_tender tender
    JOIN procurement_bid bid ON bid.tender_id = tender.id
    WHERE bid.id = NEW.bid_id;
    NEW.received_at := clock_timestamp();
    IF state <> 'published' OR deadline IS NULL OR NEW.received_at >= deadline THEN
        RAISE EXCEPTION 'the deadline for bids has passed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bid_receipt_before_deadline';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bid_receipt_deadline BEFORE INSERT ON procurement_bidreceipt
    FOR EACH ROW EXECUTE FUNCTION keep_bid_deadline();
CREATE TRIGGER bid_receipt_rows BEFORE UPDATE OR DELETE ON procurement_bidreceipt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bid_receipt_all BEFORE TRUNCATE ON procurement_bidreceipt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP_DEADLINE = """
DROP TRIGGER bid_receipt_all ON procurement_bidreceipt;
DROP TRIGGER bid_receipt_rows ON procurement_bidreceipt;
DROP TRIGGER bid_receipt_deadline ON procurement_bidreceipt;
DROP FUNCTION keep_bid_deadline();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0001_tenders_bids_and_awards"),
        ("accounts", "0002_protect_audit_rows_and_statuses"),
    ]

    operations = [
        *guard_operations("procurement_tender", "tender"),
        *guard_operations("procurement_lot", "lot"),
        *guard_operations("procurement_bid", "bid"),
        *guard_operations("procurement_lotbid", "lot_bid"),
        migrations.RunSQL(KEEP_DEADLINE, DROP_DEADLINE),
    ]
