"""Does it add up? The identities that a report's figures must obey, and what they say."""
