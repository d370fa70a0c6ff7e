"""The layer table, and what an #include is judged by."""

import re

# The folders of the top level, exactly; build/ and names that begin with a dot aside.
TOP_LEVEL = {"app", "core", "model", "packaging", "palettes", "resources", "tests", "ui"}

# Folder -> (folders of the tree that it may include, libraries that it may include). The longest
# prefix counts. The standard library, C and POSIX are free to all; library_of() names the rest.
LAYERS = {
    "model/kernels": (["model/kernels"], ["torch", "cuda", "openmp"]),
    "model/networks": (["model/networks", "model/kernels"], ["torch"]),
    "model/files": (["model/files", "model/networks"], ["torch", "json"]),
    "model/inference": (["model"], ["torch", "cuda"]),
    "model/training": (["model"], ["torch", "opencv", "json"]),
    "model": (["model"], ["torch", "opencv", "cuda"]),
    "core/jobs": (["core", "model"], ["QtCore", "QtGui", "opencv"]),
    "core/jobs/figures": (["core"], ["QtCore", "QtGui", "QtSvg"]),
    "core": (["core"], ["QtCore", "QtGui", "opencv"]),
    "ui/train": (["ui", "core"], ["QtCore", "QtGui", "QtWidgets", "QtCharts"]),
    "ui": (["ui", "core"], ["QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets"]),
    "app": (["app", "ui", "core", "model"], ["QtCore", "QtGui", "QtWidgets", "torch"]),
    "tests/model": (["tests/model", "model"], ["torch", "opencv", "json", "cuda", "openmp"]),
    "tests/core/jobs": (["tests/core", "tests/model", "core", "model"],
                        ["QtCore", "QtGui", "QtTest", "opencv", "torch"]),
    "tests/core": (["tests/core", "core"], ["QtCore", "QtGui", "QtTest", "opencv"]),
    "tests/ui": (["tests/ui", "tests/core", "ui", "core"],
                 ["QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets", "QtTest"]),
    "tests/app": (["tests", "app", "ui", "core", "model"],
                  ["QtCore", "QtGui", "QtWidgets", "QtTest", "opencv", "torch"]),
}

# Where Qt meets model/: only a .cpp may, and only by headers that bring no LibTorch with them.
# No other room of core/ knows it.
MEETING = "core/jobs"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
GENERATED = re.compile(r"(^|/)(moc_\w+\.cpp|\w+\.moc|ui_\w+\.h)$")
FREE = re.compile(r"^([a-z_0-9]+|[a-z_0-9]+\.h|(sys|net|netinet|linux)/[a-z_0-9]+\.h)$")


def within(path, folder):
    return path == folder or path.startswith(folder + "/")


def room_of(path):
    """core/labels of core/labels/anything, and of what is in folders below it."""
    return "/".join(path.split("/")[:-1][:2])


class Tree:
    """Source files and their includes. `files` maps a path below the root to the file's text;
    `qt_module_of` tells the module of a Qt header, or None."""

    def __init__(self, files, qt_module_of):
        self.qt_module_of = qt_module_of
        self.includes = {
            path: [(number, *match.groups())
                   for number, line in enumerate(text.splitlines(), 1)
                   if (match := INCLUDE.match(line))]
            for path, text in files.items()
        }

    def library_of(self, header):
        """The library that a header belongs to; None for a free one, "?" for an unknown one."""
        top = header.split("/")[0]
        if top in ("torch", "ATen", "c10", "caffe2"):
            return "torch"
        if top == "opencv2":
            return "opencv"
        if top == "nlohmann":
            return "json"
        if header == "omp.h":
            return "openmp"
        if re.match(r"(cuda|cublas|cudnn|cooperative_groups|mma\.h)", header):
            return "cuda"
        if header.startswith("Q") or header.startswith("q"):
            return self.qt_module_of(header) or "?"
        return None if FREE.match(header) else "?"

    def closure(self, path):
        """A file and every file of the tree that it brings in."""
        seen, waiting = {path}, [path]
        while waiting:
            for _, _, header in self.includes[waiting.pop()]:
                if header in self.includes and header not in seen:
                    seen.add(header)
                    waiting.append(header)
        return seen

    def brings_torch(self, path):
        return any(self.library_of(header) == "torch"
                   for member in self.closure(path)
                   for _, _, header in self.includes[member])

    def violations(self):
        """(file, line, what is wrong), in the order of the files."""
        for path in sorted(self.includes):
            layer = max((folder for folder in LAYERS if within(path, folder)), key=len, default=None)
            if layer is None:
                yield path, 1, "is in no layer of the table"
                continue
            for line, quote, header in self.includes[path]:
                wrong = (self.wrong_with_own(path, layer, header) if quote == '"'
                         else self.wrong_with_library(layer, header))
                if wrong:
                    yield path, line, wrong
        yield from self.cycles()

    def wrong_with_library(self, layer, header):
        library = self.library_of(header)
        if library == "?":
            return f"<{header}> is of no library that the table knows"
        if library and library not in LAYERS[layer][1]:
            return f"{layer} may not include {library} (<{header}>)"
        return None

    def wrong_with_own(self, path, layer, header):
        if GENERATED.search(header):
            return None
        if header not in self.includes:
            return f'"{header}" is no file of the tree; includes are written from its root'
        if not any(within(header, folder) for folder in LAYERS[layer][0]):
            return f'{layer} may not include "{header}"'
        if layer == "core" and within(header, MEETING):
            return f'only {MEETING}, ui and app may include "{header}"'
        if layer == MEETING and within(header, "model"):
            if path.endswith(".h"):
                return f'a header of {MEETING} may not include "{header}"'
            if self.brings_torch(header):
                return f'"{header}" brings LibTorch in; {MEETING} takes only headers free of it'
        return None

    def cycles(self):
        """Rooms that include one another in a circle, tests aside."""
        edges = {}
        for path, includes in sorted(self.includes.items()):
            room = room_of(path)
            for line, _, header in includes:
                other = room_of(header)
                if header in self.includes and other != room and not within(path, "tests"):
                    edges.setdefault(room, {}).setdefault(other, (path, line, header))

        def way_back(start, room, seen):
            for following, where in edges.get(room, {}).items():
                if following == start:
                    return [where]
                if following not in seen:
                    seen.add(following)
                    if (rest := way_back(start, following, seen)):
                        return [where, *rest]
            return None

        reported = set()
        for room in sorted(edges):
            circle = None if room in reported else way_back(room, room, {room})
            if circle:
                rooms = [room_of(path) for path, _, _ in circle]
                reported.update(rooms)
                path, line, _ = circle[0]
                yield path, line, "rooms include one another: " + " -> ".join([*rooms, room])
