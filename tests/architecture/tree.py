"""The source files of the tree, and what a check prints."""

import subprocess
import sys
from pathlib import Path

SOURCES = (".cpp", ".h", ".cu", ".cuh")
SOURCE_FOLDERS = ("app", "core", "model", "tests", "ui")


def source_files(root):
    """Paths below the root, sorted. Of a git checkout those that git does not ignore."""
    try:
        listed = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):   # an unpacked archive
        listed = [str(path.relative_to(root)) for top in SOURCE_FOLDERS
                  for path in (Path(root) / top).rglob("*")]
    return sorted(path for path in listed
                  if path.endswith(SOURCES) and (Path(root) / path).exists())


def finish(problems, praise):
    """Prints the problems and exits with 1, or the praise and 0."""
    print("\n".join(problems) if problems else praise)
    sys.exit(1 if problems else 0)
