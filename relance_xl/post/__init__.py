"""A message leaving: the mail server or Outlook, the log of what was sent, the password."""
