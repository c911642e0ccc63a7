"""The books: meters, months, groups, closings."""
