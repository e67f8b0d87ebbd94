"""Who asks the API what: tokens, scopes, throttles, the log, and writes that happen once."""
