"""What leaves the tender room on paper or to be copied: documents and lists of fields."""
