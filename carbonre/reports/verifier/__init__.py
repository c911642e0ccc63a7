"""The verifier's pack."""
