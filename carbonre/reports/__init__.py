"""Results -> what people take away: CSV, JSON, and text for a terminal."""
