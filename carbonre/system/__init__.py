"""The product system: steps and flows, and how much each step runs."""
