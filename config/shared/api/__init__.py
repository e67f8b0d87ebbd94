"""What every part of the API shares: names, problems, pages of rows, ETags and its document."""
