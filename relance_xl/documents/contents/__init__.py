"""What a letter holds, as plain data: claims, addresses, payment codes."""
