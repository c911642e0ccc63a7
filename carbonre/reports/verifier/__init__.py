"""The verification package."""
