"""What a plant file may say, and its scenarios."""
