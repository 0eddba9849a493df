"""« E-mails »: from the ticked reminders to drafts, or to messages that leave, each fate recorded."""
