#!/usr/bin/env python3
"""Every source file is as .clang-format has it.

    check_format.py ROOT CLANG_FORMAT     prints "file:line: not formatted", exits with 1 if it did
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tree import finish, source_files


def unformatted(root, clang_format, files):
    """One line for each place that clang-format would change."""
    run = subprocess.run([clang_format, "--dry-run", "-Werror", "--style=file", *files],
                         cwd=root, capture_output=True, text=True)
    places = re.findall(r"^(\S+:\d+):\d+: (?:error|warning):", run.stderr, re.MULTILINE)
    if run.returncode and not places:
        return [run.stderr.strip()]
    return [f"{place}: not formatted" for place in places]


def main():
    root, clang_format = sys.argv[1:]
    files = source_files(root)
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(lambda first: unformatted(root, clang_format, files[first::workers]),
                         range(min(workers, len(files))))
        problems = sorted(line for part in parts for line in part)
    finish(problems, f"{len(files)} files are formatted")


if __name__ == "__main__":
    main()
