"""E-mails: who writes to whom, their subject, their words, their attachments."""
