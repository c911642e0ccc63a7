"""Interpretation: draws, intervals and sensitivity."""
