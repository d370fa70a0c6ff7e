#!/usr/bin/env python3
"""Set-up on machines that lack something: one line says what failed and what to do, nothing stays
half-made, and the next run gets through. Package managers are stand-ins; nothing is fetched.

    setup_test.py ROOT
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv[1])
REAL_TOOLS = ("awk bash cat comm dirname flock grep ln mkdir mktemp mv paste rm sha256sum sort tail "
              "uname env").split()
TOOLS = {
    # All are installed but $LACKING, which dpkg has never heard of.
    "dpkg-query": """
        for name in "${@:4}"; do
            [[ $name == "$LACKING" ]] && code=1 || echo "$name ii"
        done
        exit ${code:-0}""",
    "apt-get": """
        echo "$*" >> "$HOME/apt"
        [[ $* == *update* || -z $APT_SAYS ]] && exit 0
        echo "$APT_SAYS"; exit 100""",
    "python3": """
        [[ $* == *--version* ]] && exit
        mkdir -p "$5/torch"   # -m pip install --target FOLDER
        echo "$PIP_SAYS"
        [[ -z $PIP_SAYS ]]""",
    "df": r"""echo; echo "disk 9000 1000 $FREE_MB 10% /" """,
}


class SetUp(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        shutil.copytree(ROOT / "packaging", self.folder / "tree" / "packaging")
        self.home = self.folder / "home"
        self.home.mkdir()
        self.home.chmod(0o777)
        tools = self.folder / "bin"
        tools.mkdir()
        for name, text in TOOLS.items():
            (tools / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
            (tools / name).chmod(0o755)
        for name in REAL_TOOLS:
            (tools / name).symlink_to(shutil.which(name))
        self.environment = {"PATH": str(tools), "HOME": str(self.home), "TMPDIR": str(self.home),
                            "LACKING": "", "APT_SAYS": "", "PIP_SAYS": "", "FREE_MB": "9000"}
        self.libtorch = self.home / ".cache" / "tessera" / "libtorch-2.11.0-cpu"

    def run_with(self, user=None, **changes):
        """Exit code and the last line, without the program's name."""
        done = subprocess.run([self.folder / "tree" / "packaging" / "setup.sh", "--cpu"], user=user,
                              env=self.environment | changes, capture_output=True, text=True)
        self.assertEqual(done.stdout, "")
        lines = done.stderr.splitlines()
        for line in lines:   # no shell's or tool's own words
            self.assertRegex(line, "^tessera: ")
        return done.returncode, lines[-1].removeprefix("tessera: ") if lines else ""

    def assert_fails(self, *parts, **changes):
        code, said = self.run_with(**changes)
        self.assertEqual(code, 1, said)
        for part in parts:
            self.assertIn(part, said)
        self.assertFalse(self.libtorch.exists())
        self.assertEqual(list(self.home.glob(".cache/tessera/*.partial")), [])

    def assert_gets_through(self):
        self.assertEqual(self.run_with()[0], 0)
        self.assertTrue((self.libtorch / "torch").is_dir())
        self.assertEqual(self.run_with(PIP_SAYS="no", FREE_MB="0"), (0, ""))   # nothing to do

    def test_fetches_once(self):
        self.assert_gets_through()

    @unittest.skipIf(os.geteuid() != 0, "apt-get is root's")
    def test_installs_a_package_that_dpkg_never_heard_of(self):
        self.assertEqual(self.run_with(LACKING="mold")[0], 0)
        installed = (self.home / "apt").read_text().splitlines()[-1]
        self.assertTrue(installed.endswith("install mold"), installed)

    def test_packages_need_root(self):
        user = 65534 if os.geteuid() == 0 else None
        self.assert_fails("as root, run: apt-get install mold", LACKING="mold", user=user)
        self.assert_gets_through()

    @unittest.skipIf(os.geteuid() != 0, "apt-get is root's")
    def test_apt_fails(self):
        self.assert_fails("check the network", LACKING="mold",
                          APT_SAYS="E: Failed to fetch x  Temporary failure resolving 'x'\n"
                                   "E: Unable to fetch some archives")
        self.assert_fails("E: Unable to locate package mold", LACKING="mold",
                          APT_SAYS="E: Unable to locate package mold")
        self.assert_gets_through()

    def test_no_network(self):
        self.assert_fails("LibTorch could not be fetched", "check the network",
                          PIP_SAYS="WARNING: Retrying: Failed to establish a new connection\n"
                                   "ERROR: No matching distribution found for torch==2.11.0")
        self.assert_gets_through()

    def test_no_space(self):
        self.assert_fails("needs 2500 MB", "2499 MB are free", "XDG_CACHE_HOME", FREE_MB="2499")
        self.assert_fails("the disk is full",
                          PIP_SAYS="ERROR: OSError: [Errno 28] No space left on device")
        self.assert_gets_through()

    def test_anything_else_is_said_in_pips_words(self):
        self.assert_fails("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
                          PIP_SAYS="ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")

    def test_a_cache_that_cannot_be_written_to(self):
        (self.home / ".cache").write_text("")
        self.assert_fails(f"{self.home}/.cache/tessera cannot be written to", "XDG_CACHE_HOME")
        (self.home / ".cache").unlink()
        self.assert_gets_through()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
