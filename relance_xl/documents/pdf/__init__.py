"""Word documents turned into PDF, by the program of this machine that can."""
