"""Nodes of one host: their ports must not clash."""

import json
import unittest

import harness
from harness import FIXTURES, SHARED, CliTest

STOCK = SHARED / "corpus" / "stock"


class OneHost(CliTest):
    def setUp(self):
        super().setUp()
        self.homes = [self.copy(FIXTURES / "das-cluster-clean" / node) for node in ("das1", "das2")]

    def inventory(self, *hosts):
        path = self.folder / "cluster.xml"
        nodes = "".join(f'<node name="das{i + 1}" host="{host}" home="das{i + 1}"/>' for i, host in enumerate(hosts))
        path.write_text(f'<cluster xmlns="urn:carbonfix:inventory:1" name="c">{nodes}</cluster>')
        return path

    def ids(self, *arguments):
        done = self.run_cli("lint", "--select", "ports.", "--format", "json", *arguments)
        return [(each["node"], each["id"], each["severity"]) for each in json.loads(done.out)["findings"]]

    def test_the_inventory_tells_that_they_are_on_one_host(self):
        self.assertEqual(self.ids("--inventory", self.inventory("h1", "h2")), [])
        self.assertEqual(self.ids("--inventory", self.inventory("h1", "h1")),
                         [("das2", "ports.offset-equal-colocated", "error")])

    @unittest.skipUnless(STOCK.is_dir(), "no stock homes here")
    def test_stock_homes_together_raise_nothing(self):
        self.assertEqual(self.ids(*sorted(STOCK.iterdir())), [])
        production = self.ids("--phase", "production", *sorted(STOCK.iterdir()))
        self.assertIn(("is-5.5.0", "ports.offset-equal-unknown-host", "warning"), production)


if __name__ == "__main__":
    harness.main()
