"""``python -m trusteereport``."""

from trusteereport.cli import main

main()
