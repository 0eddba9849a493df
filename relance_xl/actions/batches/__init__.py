"""A batch: its documents delivered, its lines recorded, and all of it taken back."""
