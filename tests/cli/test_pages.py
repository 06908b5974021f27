"""The pages show what really happens: their console blocks are run on copies of the sample cluster.

Each line that begins with "$ " is run, and what follows must be what it prints. tests/cli/accept.sh writes it anew. An
xml block is first written to the file that the text before it names last: `first.xml`.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import harness
from harness import BINARY, FIXTURES, PARAMS, PROJECT, CliTest

PAGES = [PROJECT / "README.md", *(PROJECT / "docs" / page for page in ("first-rule.md", "inventory.md", "plan-files.md", "ports.md", "rfc5261.md"))]
BLOCK = re.compile(r"(?<=```)(console|xml)\n(.*?)(?=```\n)", re.DOTALL)
FILE = re.compile(r"`([\w.-]+\.xml)`")
# A run is named by the time of day, and remembers who ran it.
RUN = re.compile(r"\b\d{8}T\d{6}Z-\d+\b")
TIME = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\b")
WHO = re.compile(r"(?m)^  by \S+ on [^\s,]+")
ACCEPT = os.environ.get("CARBONFIX_ACCEPT") == "1"


class Pages(CliTest):
    def unchanging(self, text):
        """The runs of a page in the order in which it names them, as if all of it took a second."""
        text = RUN.sub(lambda run: self.runs.setdefault(run[0], f"20260105T091500Z-{len(self.runs) + 1}"), text)
        return WHO.sub("  by wso2 on das1", TIME.sub("2026-01-05 09:15:00 UTC", text))

    def run_block(self, block):
        shown = ""
        for command in re.findall(r"(?m)^\$ (.*)$", block):
            done = subprocess.run(["bash", "-c", command], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  env=self.environment, timeout=60, check=False)
            shown += f"$ {command}\n" + self.unchanging(done.stdout.decode().replace("\r", ""))
        return shown

    def run_page(self, text):
        def real(match):
            kind, block = match.groups()
            if kind == "console":
                return f"console\n{self.run_block(block)}"
            names = FILE.findall(text[: match.start()])
            if block.startswith(("<rules ", "<diff ", "<cluster ")) and names:
                (self.folder / names[-1]).write_text(block)
            return match[0]

        return BLOCK.sub(real, text)

    def prepare(self):
        self.folder = Path(tempfile.mkdtemp(dir=self.folder))
        self.runs = {}
        for node in ("das1", "das2"):
            self.copy(FIXTURES / "das-cluster" / node)
        shutil.copy(PARAMS, self.folder / "das.params")
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "carbonfix").symlink_to(BINARY)
        self.environment = harness.environment(PATH=f"{programs}:{os.environ['PATH']}")

    def test_console_blocks(self):
        whole = self.folder
        for page in PAGES:
            self.folder = whole
            self.prepare()
            with self.subTest(page=page.name):
                text = page.read_text()
                real = self.run_page(text)
                if ACCEPT:
                    page.write_text(real)
                self.assertEqual(real if ACCEPT else text, real, "tests/cli/accept.sh accepts this")
        self.folder = whole


if __name__ == "__main__":
    harness.main()
