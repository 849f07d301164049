"""Tools for those who write grammars; what they print is for people, nothing stands on it."""
