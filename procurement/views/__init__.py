"""The pages of the tender room."""
