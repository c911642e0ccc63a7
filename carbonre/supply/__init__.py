"""What each purchase is counted with."""
