"""What every room speaks: problems with a place, units, compositions, documents, arrays."""
