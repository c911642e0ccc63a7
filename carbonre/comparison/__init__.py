"""Interpretation: what differs between scenarios, and where it turns."""
