"""Build hook: writes the tables of the shipped grammars beside them.

Without the tables the package works as well, but each process builds its grammar anew.
Tables that do not fit their grammar any more are not used.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GrammarTables(BuildHookInterface[Any]):
    """Writes the tables where a wheel is built or the checkout is installed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the tables; the wheel takes the folder of grammars with all that is in it."""
        del version, build_data
        sys.path.insert(0, str(Path(self.root) / "src"))
        from trusteereport import grammars

        for name, layer in grammars.shipped().items():
            grammars.write_tables(name, layer.path.with_suffix(grammars.TABLES))
