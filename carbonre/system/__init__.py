"""The product system: steps and flows, and the scaling factor of each step."""
