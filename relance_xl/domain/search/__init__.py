"""The search: from criteria to a proposal, or a reason, for every open line."""
