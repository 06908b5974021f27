"""The README shows what really happens: its console blocks are run on copies of the sample cluster.

Each line that begins with "$ " is run, and what follows must be what it prints. tests/cli/accept.sh writes it anew. The
rule file of the xml block is written to my-rules.xml first.
"""

import os
import re
import shutil
import subprocess

import harness
from harness import BINARY, FIXTURES, PARAMS, PROJECT, CliTest

README = PROJECT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=```\n)", re.DOTALL)
# A run is named by the time of day.
RUN = re.compile(r"\b\d{8}T\d{6}Z-\d+\b")
SHOWN_RUN = "20260105T091500Z-1"


class Readme(CliTest):
    def run_block(self, block):
        shown = ""
        for command in re.findall(r"(?m)^\$ (.*)$", block):
            done = subprocess.run(["bash", "-c", command], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  env=self.environment, timeout=60, check=False)
            shown += f"$ {command}\n" + RUN.sub(SHOWN_RUN, done.stdout.decode().replace("\r", ""))
        return shown

    def test_console_blocks(self):
        text = README.read_text()
        for node in ("das1", "das2"):
            self.copy(FIXTURES / "das-cluster" / node)
        shutil.copy(PARAMS, self.folder / "das.params")
        (self.folder / "my-rules.xml").write_text(re.search(r"```xml\n(.*?)```", text, re.DOTALL)[1])
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "carbonfix").symlink_to(BINARY)
        self.environment = harness.environment(PATH=f"{programs}:{os.environ['PATH']}")

        real = CONSOLE.sub(lambda block: self.run_block(block[1]), text)
        if os.environ.get("CARBONFIX_ACCEPT") == "1":
            README.write_text(real)
        self.assertEqual(text if os.environ.get("CARBONFIX_ACCEPT") != "1" else README.read_text(), real,
                         "tests/cli/accept.sh accepts this")


if __name__ == "__main__":
    harness.main()
