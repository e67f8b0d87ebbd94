"""Statements: made from the ledger as a set, summed, proposed as invoice, and accounted for."""
