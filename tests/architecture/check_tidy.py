#!/usr/bin/env python3
"""Every source file passes clang-tidy. Files that passed as they are now are not read again.

    check_tidy.py ROOT BUILD CLANG_TIDY    prints "file:line: what is wrong", exits with 1 if it did
"""

import os
import sys
import time
from pathlib import Path

from tidy import Tidy
from tree import finish


def main():
    root, build = (Path(argument).resolve() for argument in sys.argv[1:3])
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tessera" / "tidy"
    start = time.monotonic()
    tidy = Tidy(root, build, sys.argv[3], cache)
    # CUDA sources speak nvcc's own dialect.
    tidy.units = {path: unit for path, unit in tidy.units.items() if not path.endswith(".cu")}
    problems, read = tidy.check()
    finish(problems, f"{len(tidy.units)} files are tidy; {read} of them were read now, in "
                     f"{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
