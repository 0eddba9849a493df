"""One company: where it is found, what is asked of it, what is done to it, what is answered and kept."""
