"""clang-tidy over many files at once, and only over those that changed.

LibTorch's and Qt's headers cost clang-tidy twenty to forty seconds a file, the file itself one. So
files that are compiled alike are read as one: a batch includes them one after another. Constants
that a file keeps to itself are numbered by file; files with another name in common that both keep
to themselves go into different batches; where two still do not fit together, the compiler says so
in a second, and the later one is read after the rest. Findings keep their own file and line.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from layers import Tree
from tree import SOURCE_FOLDERS, source_files

BATCH = 42   # files at most; more makes a batch last longer than what it saves
OWN_NAME = re.compile(r"(?:\[\[\w+\]\] )?(?:(?:struct|class|enum|enum class) (\w+)|"
                      r"[\w:<>,&* ]+?[ &*](\w+)(?:\(|\{| =|;|\[))")
RENAMED = re.compile(r"main|Text|Case|k[A-Z]\w*")   # what many files have, each one of its own
DIAGNOSTIC = re.compile(r"^(/[^:\n]+):(\d+):\d+: (?:fatal )?(?:error|warning): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Unit:
    """A source file and how it is compiled."""

    path: str         # below the root
    compiler: str
    flags: tuple      # what matters to a parser: -I, -isystem, -D, -std, -m
    prefix: str       # precompiled header that GCC is given, or ""

    @property
    def kind(self):
        """Units of one kind may share a batch."""
        torch = any("/torch/include" in flag for flag in self.flags)
        return (not torch, tuple(flag for flag in self.flags if flag.startswith("-m")))


def read_units(root, build):
    """The tree's own files in compile_commands.json, one entry a file: that with most -m flags,
    where a file is compiled for several instruction sets."""
    units = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = os.path.relpath(entry["file"], root)
        if path.split("/")[0] not in SOURCE_FOLDERS or not path.endswith(".cpp"):
            continue   # nvcc reads .cu in its own way
        words, flags, prefix = iter(shlex.split(entry["command"])), [], ""
        compiler = next(words)
        for word in words:
            if word == "-isystem":
                flags += [word, next(words)]
            elif word == "-include":
                prefix = next(words)
            elif word.startswith(("-I", "-D", "-std", "-m")):
                flags.append(word)
        unit = Unit(path, compiler, tuple(flags), prefix)
        if path not in units or len(unit.kind[1]) > len(units[path].kind[1]):
            units[path] = unit
    return units


def headers(text):
    """The include lines of a file that no condition or macro comes before."""
    plain = re.split(r"^#(?:if|define)", text, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r'^#include (?:<[^>]+>|"[^"]+\.h")$', plain, re.MULTILINE)


def own_names(text):
    """Names that a file keeps to itself: of its unnamed namespace, and main."""
    names, inside = {"main"}, False
    for line in text.split("\n"):
        if line.startswith(("namespace {", "}  // namespace")):
            inside = line.startswith("namespace {")
        elif inside and (line[:1].isalpha() or line[:2] == "[[") and (found := OWN_NAME.match(line)):
            names.add(found[1] or found[2])
    return names


def numbered(names, text):
    """Those of a file's own names that a batch numbers: no other scope's name is spelled so."""
    return {name for name in names if RENAMED.fullmatch(name) and f"::{name}" not in text}


class Tidy:
    """Checks the files of one build. `cache` keeps an empty file for each that passed, named by a
    hash of everything that the verdict depends on."""

    def __init__(self, root, build, clang_tidy, cache):
        self.root, self.build, self.clang_tidy, self.cache = root, build, clang_tidy, cache
        self.units = read_units(root, build)
        texts = {path: (root / path).read_text() for path in source_files(root)}
        self.tree = Tree(texts, None)
        self.hashes = {path: hashlib.sha256(text.encode()).hexdigest()
                       for path, text in texts.items()}
        self.headers = {path: headers(text) for path, text in texts.items()}
        self.own_names = {path: own_names(text) for path, text in texts.items()}
        self.numbered = {path: numbered(self.own_names[path], text)
                         for path, text in texts.items()}
        self.common = self.hash_of_settings()
        self.workers = min(os.cpu_count() or 1, 8)   # each takes up to 2 GB
        (build / "tidy").mkdir(exist_ok=True)
        cache.mkdir(parents=True, exist_ok=True)

    def hash_of_settings(self):
        version = subprocess.run([self.clang_tidy, "--version"], capture_output=True, check=True)
        settings = sorted([*self.root.glob(".clang-tidy"), *self.root.glob("*/.clang-tidy"),
                           *self.root.glob("*/*/.clang-tidy"), Path(__file__)])
        return hashlib.sha256(b"".join([version.stdout, *(file.read_bytes() for file in settings)]))

    def mark(self, unit):
        """The file whose presence says that the unit passed as it is now."""
        verdict = self.common.copy()
        flags = " ".join(unit.flags).replace(str(self.build), "").replace(str(self.root), "")
        verdict.update(flags.encode())
        for member in sorted(self.tree.closure(unit.path)):
            verdict.update(f"{member} {self.hashes[member]}".encode())
        return self.cache / verdict.hexdigest()

    def check(self):
        """What is wrong, as sorted "file:line: message" lines, and how many files were read."""
        pending = [unit for unit in self.units.values() if not self.mark(unit).exists()]
        batches = self.packed(sorted(pending, key=lambda unit: (unit.kind, unit.path)))
        with ThreadPoolExecutor(self.workers) as pool:
            found = pool.map(self.check_batch, batches, range(len(batches)))
            problems = {problem for part in found for problem in part}
        return sorted(problems), len(pending)

    def packed(self, units):
        """Batches of units of one kind, of even sizes, that have no name of their own in common."""
        batches = []   # (kind, units, their names)
        alike = Counter(unit.kind for unit in units)
        most = {kind: ceil(count / ceil(count / BATCH)) for kind, count in alike.items()}
        for unit in units:
            names = self.own_names[unit.path] - self.numbered[unit.path]
            for kind, members, taken in batches:
                if kind == unit.kind and len(members) < most[kind] and not taken & names:
                    members.append(unit)
                    taken |= names
                    break
            else:
                batches.append((unit.kind, [unit], set(names)))
        return [members for _, members, _ in batches]

    def check_batch(self, batch, number):
        """Findings of a batch, with those of the files that had to leave it."""
        file = self.build / "tidy" / f"batch_{number}.cpp"
        problems, left = set(), []
        while batch:
            batch, unfit = self.fitting(batch, file)
            left += unfit
            found, broken = self.run(batch, file)
            if broken and len(batch) > 1:   # clang is stricter than the compiler was
                leaving = [unit for unit in batch if unit.path in broken]
                if len(leaving) in (0, len(batch)):
                    leaving = batch[len(batch) // 2:]
                left += leaving
                batch = [unit for unit in batch if unit not in leaving]
                continue
            problems |= found
            for unit in batch:
                if not any(path in self.tree.closure(unit.path) for path, _, _ in found):
                    self.mark(unit).touch()
            batch, left = left, []
        return {f"{path}:{line}: {message}" for path, line, message in problems}

    def fitting(self, batch, file):
        """Splits a batch into the files that compile together and those that do not fit in."""
        left = []
        while len(batch) > 1:
            self.write(batch, file)
            prefix = ["-include", self.prefix_of(batch)] if self.prefix_of(batch) else []
            probe = subprocess.run(
                [batch[0].compiler, *prefix, *self.flags_of(batch), "-O3", "-DNDEBUG", "-fopenmp",
                 "-w", "-fpch-preprocess", "-fsyntax-only", file],
                capture_output=True, text=True)
            if probe.returncode == 0:
                break
            named = {path for path, _, _ in self.diagnostics(probe.stderr)}
            leaving = [unit for unit in batch if unit.path in named] or batch[len(batch) // 2:]
            if len(leaving) == len(batch):
                leaving = batch[1:]
            left += leaving
            batch = [unit for unit in batch if unit not in leaving]
        return batch, left

    def run(self, batch, file):
        """clang-tidy's findings in the tree, as (path, line, message), and the paths that it could
        not compile ("": it did not say which)."""
        self.write(batch, file)
        folders = "|".join(SOURCE_FOLDERS)
        run = subprocess.run(
            [self.clang_tidy, "--quiet", "--checks=-bugprone-suspicious-include",   # of a .cpp
             f"--header-filter=^{self.root}/({folders})/", file, "--", *self.flags_of(batch)],
            capture_output=True, text=True)
        found = set(self.diagnostics(run.stdout))
        if run.returncode and not found:
            said = (run.stdout + run.stderr).strip()[-400:]
            return {(batch[0].path, 1, f"clang-tidy failed: {said}")}, {""}
        return found, {path for path, _, message in found if "clang-diagnostic-error" in message}

    def diagnostics(self, text):
        for path, line, message in DIAGNOSTIC.findall(text):
            path = os.path.relpath(path, self.root)
            if path.split("/")[0] in SOURCE_FOLDERS:
                yield path, int(line), message.replace(",-warnings-as-errors", "")

    def write(self, batch, file):
        # The precompiled header comes first, as it does for the compiler: its libraries would not
        # stand a `using namespace` before them. Then all other headers: what is renamed for a file
        # must keep its name in them.
        lines = [f'#include "{self.prefix_of(batch)}"'] if self.prefix_of(batch) else []
        lines += dict.fromkeys(line for unit in batch for line in self.headers[unit.path])
        for index, unit in enumerate(batch):
            names = sorted(self.numbered[unit.path]) if len(batch) > 1 else []
            lines += [f"#define {name} {name}{index}" for name in names]
            lines.append(f'#include "{self.root / unit.path}"')
            lines += [f"#undef {name}" for name in names]
        file.write_text("\n".join(lines) + "\n")

    @staticmethod
    def prefix_of(batch):
        """The precompiled header of the batch, or ""."""
        return next((unit.prefix for unit in batch if unit.prefix), "")

    @staticmethod
    def flags_of(batch):
        """Every flag of the batch, once, in order."""
        pairs = {}
        for unit in batch:
            flags = iter(unit.flags)
            for flag in flags:
                pairs[(flag, next(flags)) if flag == "-isystem" else (flag,)] = None
        return [word for pair in pairs for word in pair]
