"""The factor tables: read, checked, looked up, compared. No arithmetic."""
