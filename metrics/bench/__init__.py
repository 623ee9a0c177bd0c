"""How fast figures are at a size the programme has not reached yet: ratios, on made-up rows."""
