"""What the tests share."""

pytest_plugins = ["trusteereport.testing"]
