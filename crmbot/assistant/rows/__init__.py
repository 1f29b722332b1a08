"""Records as lines of a reply, and the sums under them."""
