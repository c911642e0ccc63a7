"""What a unit-process model is, its defaults, and the chemistry that models share."""
