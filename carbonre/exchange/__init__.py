"""Formats of others, one file each: read and written as plain data."""
