"""Where templates run: a Jinja that is sandboxed, strict, escaped, bounded, and quick."""
