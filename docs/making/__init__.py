"""What the reference of the documentation is printed from: messages, what provokes them, what mends them."""
