"""Stand-alone test-driven program repair, run in the project's own interpreter."""
