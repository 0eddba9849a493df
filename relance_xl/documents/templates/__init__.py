"""The user's templates: found, recognised, checked, and their faults told in French."""
