"""What cases and what belongs to them look like over the API, and the bodies of their steps."""
