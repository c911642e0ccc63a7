"""The books: meters, groups, months that are closed, chained, verified and restated."""
