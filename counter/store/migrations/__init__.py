"""How the store came to be what it is: one step per change, each applied once, in order."""
