"""The issue: what a reminder holds, on fresh data, once a person has ticked it."""
