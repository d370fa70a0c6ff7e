#!/usr/bin/env python3
"""Reads every #include of the tree against the layer table in layers.py.

    check_layers.py ROOT QT_HEADERS     prints "file:line: what is wrong", exits with 1 if it did
"""

import sys
from pathlib import Path

from layers import TOP_LEVEL, Tree
from tree import finish, source_files


def wrong_top_level(root):
    found = {path.name for path in root.iterdir()
             if path.is_dir() and not path.name.startswith(".") and path.name != "build"}
    yield from (f"{name}/: no folder of the house" for name in sorted(found - TOP_LEVEL))
    yield from (f"{name}/: missing" for name in sorted(TOP_LEVEL - found))


def qt_module_lookup(headers):
    modules = sorted(path.name for path in headers.iterdir() if path.name.startswith("Qt"))
    if not modules:
        sys.exit(f"{headers}: holds no Qt headers")

    def module_of(header):
        if "/" in header:   # <QtGui/QImage>
            return header.split("/")[0]
        return next((name for name in modules if (headers / name / header).exists()), None)

    return module_of


def main():
    root, qt_headers = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    files = {path: (root / path).read_text() for path in source_files(root)}
    problems = list(wrong_top_level(root))
    problems += [f"{path}:{line}: {what}"
                 for path, line, what in Tree(files, qt_module_lookup(qt_headers)).violations()]
    finish(problems, f"{len(files)} files keep to the layers")


if __name__ == "__main__":
    main()
