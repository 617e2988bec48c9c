"""Timetables, journeys and fares of a local transport company."""
