"""What is built of the repository: the package, and within it what `powergame.sources.shipped` looks for."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = {"scenarios": ("scenarios", "*.*ml"), "schemas": ("docs/schemas", "*/*.schema.json")}
"""Folders of the repository, and which of their files go into which folder of ``powergame/shipped``."""


class BuildWhole(build_py):
    """Builds the package anew, so that nothing remains of an earlier build, and adds what is shipped."""

    def run(self) -> None:
        """Build; an editable install has the repository itself."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for name, (folder, pattern) in SHIPPED.items():
            for file in sorted(Path(folder).glob(pattern)):
                target = Path(self.build_lib, "powergame", "shipped", name, file.relative_to(folder))
                self.mkpath(str(target.parent))
                self.copy_file(str(file), str(target))


setup(cmdclass={"build_py": BuildWhole})
