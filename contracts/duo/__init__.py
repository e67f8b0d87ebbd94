"""Bodies for DUO's Inburgeringsaanbod and GevolgdeUren, which the gemeente's own system sends.

Taalregie keeps no BSN: a body is keyed by the provider and its reference of the learner, and the
gemeente's system adds the number. `gathering` finds what stands, in the database; `document`
writes it down.
"""
