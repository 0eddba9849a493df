"""Packages of Office Open XML: zip, parts, relations, bounds; the one reader and writer, for all files."""
