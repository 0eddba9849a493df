"""What several actions share: who runs them and when, and what a letter bears beside its reminder."""
