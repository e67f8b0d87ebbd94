"""Pages of the register, of supervision and of a provider's people."""
