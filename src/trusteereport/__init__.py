"""Read the monthly reports of trustees of mortgage- and asset-backed securities."""
