"""Overruns that ask a decision: when they are signalled, when the money is gone, and why."""
