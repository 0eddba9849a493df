"""What every reader of statements shares: the parts it yields, what codes and labels mean, figures."""
