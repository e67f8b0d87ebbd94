"""What may happen to costs: thousands of draws on top of what is known."""
