#!/usr/bin/env python3
"""Every text for people can be translated, and English has the plurals of all that count.

    check_translations.py ROOT LUPDATE     prints what is wrong, exits with 1 if something was
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tree import finish

CATALOGUE = "resources/translations/tessera_en.ts"


def gather(root, lupdate, catalogue):
    """What lupdate says of the sources; brings the catalogue up to date."""
    run = subprocess.run([lupdate, "-I", str(root), "-locations", "none", "-no-obsolete", "-pluralonly",
                          "core", "ui", "app", "-ts", str(catalogue)],
                         cwd=root, capture_output=True, text=True)
    said = (run.stdout + run.stderr).splitlines()
    if run.returncode:
        return said
    # Texts whose context is not the one that they are looked up in at run time.
    return [line for line in said if re.match(r"^\S+:\d+: ", line)]


def main():
    root, lupdate = Path(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "tessera_en.ts"
        shutil.copy(root / CATALOGUE, fresh)
        problems = gather(root, lupdate, fresh)
        text = fresh.read_text(encoding="utf-8")
    counted = re.findall(r"<source>(.*?)</source>\s*<translation(.*?)>", text, re.DOTALL)
    problems += [f"{CATALOGUE}: no plural of: {source}" for source, state in counted if state]
    finish(problems, f"{len(counted)} plurals, all texts have a context")


if __name__ == "__main__":
    main()
