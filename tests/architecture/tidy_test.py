#!/usr/bin/env python3
"""clang-tidy in batches, on small trees: findings keep their place, files that do not fit together
are read apart, what passed is not read again.

    tidy_test.py CLANG_TIDY COMPILER
"""

import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from tidy import Tidy

CLANG_TIDY, COMPILER = sys.argv[1:3]
SETTINGS = Path(__file__).resolve().parents[2] / ".clang-tidy"
CLEAN = "namespace {\nint half(int whole) {\n    return whole / 2;\n}\n}  // namespace\n"
BAD_NAME = "int bad_name(int whole) {\n    return whole;\n}\n"


class Batches(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(SETTINGS, self.root)

    def check(self, files):
        """Problems of a tree of {path: text}, and how many files were read for them."""
        build = self.root / "build"
        build.mkdir(exist_ok=True)
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text)
        (build / "compile_commands.json").write_text(json.dumps([
            {"file": str(self.root / path),
             "command": f"{COMPILER} -std=c++20 -I{self.root} -o x.o -c {self.root / path}"}
            for path in files if path.endswith(".cpp")]))
        return Tidy(self.root, build, CLANG_TIDY, self.root / "cache").check()

    def test_a_finding_names_its_own_file_and_line(self):
        problems, _ = self.check({"core/a.cpp": CLEAN, "core/b.cpp": "\n" + BAD_NAME})
        self.assertEqual(len(problems), 1, problems)
        self.assertTrue(problems[0].startswith("core/b.cpp:2: "), problems)
        self.assertIn("readability-identifier-naming", problems[0])

    def test_a_finding_in_a_header_is_told_once(self):
        problems, _ = self.check({"core/a.h": "#pragma once\n" + BAD_NAME.replace("int", "inline int", 1),
                                  "core/a.cpp": '#include "core/a.h"\n',
                                  "core/b.cpp": '#include "core/a.h"\n'})
        self.assertEqual([problem.split(" ")[0] for problem in problems], ["core/a.h:2:"])

    def test_files_with_a_name_in_common_are_read_apart(self):
        self.assertEqual(self.check({"core/a.cpp": CLEAN, "core/b.cpp": CLEAN}), ([], 2))
        problems, _ = self.check({"core/a.cpp": CLEAN, "core/b.cpp": CLEAN + BAD_NAME})
        self.assertEqual([problem.split(" ")[0] for problem in problems], ["core/b.cpp:6:"])

    def test_files_that_have_no_name_in_common_but_a_usual_one_are_one_batch(self):
        text = ("#include \"core/c.h\"\nnamespace {\nstruct Text {\n    static int tr();\n};\n"
                "int NAME() {\n    return Text::tr();\n}\n}  // namespace\n")
        self.assertEqual(self.check({"core/c.h": "#pragma once\nenum class Kind { Text };\n",
                                     "core/a.cpp": text.replace("NAME", "first"),
                                     "core/b.cpp": text.replace("NAME", "second")}), ([], 2))
        self.assertEqual(len(list((self.root / "build" / "tidy").iterdir())), 1)

    def test_programs_are_read_together(self):
        program = "int main() {\n    return 0;\n}\n"
        self.assertEqual(self.check({"tests/a.cpp": program, "tests/b.cpp": program}), ([], 2))

    def test_what_passed_is_read_again_only_when_it_or_a_header_changed(self):
        files = {"core/a.h": "#pragma once\n", "core/a.cpp": '#include "core/a.h"\n',
                 "core/b.cpp": CLEAN}
        self.assertEqual(self.check(files), ([], 2))
        self.assertEqual(self.check(files), ([], 0))
        files["core/a.h"] += "struct Shape {};\n"
        self.assertEqual(self.check(files), ([], 1))

    def test_what_failed_is_read_again(self):
        files = {"core/a.cpp": CLEAN, "core/b.cpp": BAD_NAME}
        self.check(files)
        self.assertEqual(self.check(files)[1], 1)

    def test_files_that_only_clang_cannot_read_together_are_read_apart(self):
        (self.root / "library.h").write_text("#pragma once\n#if defined(__clang__) && defined(CORE)\n"
                                             f"#error {500 * 'long '}\n#endif\n")
        self.assertEqual(self.check({"core/a.h": "#pragma once\n#define CORE\n",
                                     "core/a.cpp": '#include "core/a.h"\n',
                                     "core/b.cpp": '#include "library.h"\n'}), ([], 2))

    def test_what_does_not_compile_fails(self):
        problems, _ = self.check({"core/a.cpp": "int x = unknown;\n", "core/b.cpp": CLEAN})
        self.assertEqual([problem.split(" ")[0] for problem in problems], ["core/a.cpp:1:"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
