"""Allocation, ledger and footprint of a product system, for one row or many."""
