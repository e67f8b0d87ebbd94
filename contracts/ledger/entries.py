"""Booked costs: one line for the share of each gemeente."""

from contracts.ledger.facts import LINE

ENTRIES = f"""
INSERT INTO ledger_target (entry_id, {LINE})
SELECT entry.id, entry.region_id, entry.contract_id, NULL, share.gemeente_id, entry.route,
       entry.kind, '', '', 0, date_trunc('month', entry.due_on), entry.first_on, entry.last_on,
       entry.due_on, share.amount
  FROM ledger_entry
  JOIN contracts_costentry entry ON entry.id = ledger_entry.entry_id
  JOIN contracts_costentryshare share ON share.entry_id = entry.id
 WHERE entry.withdrawn_at IS NULL AND share.amount <> 0
"""  # noqa: S608 - names of our own columns
