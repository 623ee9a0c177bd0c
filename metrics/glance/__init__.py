"""The page “At a glance”: headline numbers of two quarters, their months, and forces as tiles."""
