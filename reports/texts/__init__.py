"""Texts for the planning and control cycle: frozen figures, and words about them."""
