"""A Microsoft account: signing in through the browser, and the mailbox reached by Graph."""
