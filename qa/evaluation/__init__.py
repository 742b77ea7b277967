"""How good Footnote is, and how its few numbers were chosen: measured, with a command for each."""
