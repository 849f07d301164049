"""Build hook: puts the tables of the shipped grammars beside them into the wheel.

Without the tables the package works as well, but each process builds its grammar anew.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GrammarTables(BuildHookInterface[Any]):
    """Writes the tables where a wheel is built that people install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the tables and name them to the build; editable installs go without."""
        if self.target_name != "wheel" or version != "standard":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from trusteereport import grammars

        folder = Path(tempfile.mkdtemp())
        for name in grammars.shipped():
            path = folder / f"{name}{grammars.TABLES}"
            grammars.write_tables(name, path)
            build_data["force_include"][str(path)] = f"trusteereport/grammars/{path.name}"
