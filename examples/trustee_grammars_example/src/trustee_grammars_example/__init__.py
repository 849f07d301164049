"""A grammar for Quarry Hill Trust Company: the file quarry_hill.lark in this folder."""
