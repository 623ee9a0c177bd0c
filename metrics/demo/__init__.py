"""Made-up history for a demonstration: stories as plain data, told through the real services.

`plans` says what a story is; `pilot`, `years` and `recent` make stories from a seed; `telling`
tells one, act by act, at the moments the story says. Every name and number is synthetic.
"""
