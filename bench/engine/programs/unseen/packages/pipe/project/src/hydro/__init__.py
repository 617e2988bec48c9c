"""Reading, reckoning and billing of water meters."""
