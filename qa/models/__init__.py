"""The shipped weights; `README.md` beside them is their card."""
