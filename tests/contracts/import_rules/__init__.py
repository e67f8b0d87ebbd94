"""One file a rule: which rows break it, which do not, and what is said of them."""
