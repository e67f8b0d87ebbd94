"""Money that comes in: pure rules of dividing, counting and covering, and what the pages read."""
