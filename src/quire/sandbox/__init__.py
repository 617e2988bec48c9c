"""The walls: one policy, two tiers that enforce it, and the one process runner.

Nothing is imported here, so that the supervisor starts with the standard library only.
"""
