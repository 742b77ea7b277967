"""How the shipped reader was made, so that anybody can make it again or make their own."""
