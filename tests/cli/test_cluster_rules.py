"""Slips that only show between nodes, as guides and copied homes make them: members, endpoints, ids, modes.

The nodes are made of those of fixtures/seeds, each with an address of its own. What is right stays silent, nodes that have
nothing to do with each other too.
"""

import json
import shutil

import harness
from harness import FIXTURES, CliTest

SEEDS = FIXTURES / "seeds"
AXIS2 = "repository/conf/axis2/axis2.xml"
PROCESSOR = "repository/conf/event-processor.xml"
NODE_ID = "repository/conf/analytics/my-node-id.dat"
SPARK_ENV = "bin/load-spark-env-vars.sh"
ADDRESSES = {"das1": "10.0.0.11", "das2": "10.0.0.12"}


class ClusterRules(CliTest):
    def node(self, name, of="das1", seed="das-min-ha"):
        """A node of that seed under this name."""
        target = self.folder / name
        layers = {"das2": ("das1", "das2"), "is2": ("is1", "is2")}.get(of, (of,))
        for layer in layers:
            if (SEEDS / seed / layer).exists():
                shutil.copytree(SEEDS / seed / layer, target, dirs_exist_ok=True)
        return target

    def change(self, home, path, *changes):
        text = (home / path).read_text()
        for right, wrong in changes:
            self.assertIn(right, text)
            text = text.replace(right, wrong)
        (home / path).write_text(text)

    def findings(self, *homes, options=()):
        done = self.run_cli("lint", "--isolated", "--format", "json", *options, *homes)
        self.assertIn(done.code, (0, 1), done.err)
        return json.loads(done.out)["findings"]

    def found(self, *homes, options=()):
        """(node, id), each once."""
        return sorted({(each["node"], each["id"]) for each in self.findings(*homes, options=options)})

    def test_right_clusters_are_silent_together_too(self):
        das = [self.node(name, name) for name in ("das1", "das2")]
        identity = [self.node(name, name, "is-ha") for name in ("is1", "is2")]
        self.assertEqual(self.found(*das), [])
        self.assertEqual(self.found(*identity), [])
        self.assertEqual(self.found(*das, *identity), [])

    def test_a_node_copied_from_the_first(self):
        """All of node 1 on node 2, where only the address of the member was changed."""
        first, second = self.node("das1"), self.node("das2")
        self.assertIn(("das2", "clustering.duplicate-local-member"), self.found(first, second))
        self.change(second, AXIS2, ('"localMemberHost">10.0.0.11', '"localMemberHost">10.0.0.12'))
        found = self.findings(first, second)
        self.assertEqual(sorted({(each["node"], each["id"]) for each in found}),
                         [("das1", "analytics.node-id-duplicate"), ("das2", "analytics.node-id-duplicate"),
                          ("das2", "event-processor.ha-host-is-peer"), ("das2", "spark.local-ip-equal")])
        hosts = [each for each in found if each["path"] == PROCESSOR]
        self.assertEqual(len(hosts), 2)  # of eventSync and of management
        self.assertIn("is the address of node das1", hosts[0]["message"])
        self.assertEqual([each["node"] for each in hosts[0]["related"]], ["das1"])

    def test_both_nodes_at_the_loopback_address(self):
        homes = [self.node(name, name) for name in ("das1", "das2")]
        for home, name in zip(homes, ADDRESSES):
            self.change(home, AXIS2, (f'"localMemberHost">{ADDRESSES[name]}', '"localMemberHost">127.0.0.1'))
        found = [each for each in self.found(*homes) if each[1].startswith("clustering.")]
        self.assertEqual(found, [(name, rule) for name in ADDRESSES for rule in
                                 ("clustering.duplicate-local-member", "clustering.local-host-loopback")])

    def members(self, count, listed):
        """`count` nodes of one cluster; each lists the nodes of these numbers."""
        homes = []
        for number in range(1, count + 1):
            home = self.node(f"n{number}")
            text = (home / AXIS2).read_text()
            before, rest = text.split("<members>")
            after = rest.split("</members>")[1]
            list_of = "".join(f"<member><hostName>10.0.0.{10 + each}</hostName><port>4000</port></member>"
                              for each in listed(number))
            before = before.replace('"localMemberHost">10.0.0.11', f'"localMemberHost">10.0.0.{10 + number}')
            (home / AXIS2).write_text(f"{before}<members>{list_of}</members>{after}")
            for own in (PROCESSOR, NODE_ID, SPARK_ENV):
                (home / own).unlink(missing_ok=True)
            homes.append(home)
        return homes

    def test_five_of_six_members_are_listed(self):
        self.assertEqual(self.found(*self.members(6, lambda _: range(1, 6))),
                         [("n6", "clustering.node-missing-from-members")])

    def test_lists_of_the_others_alone_are_right(self):
        self.assertEqual(self.found(*self.members(4, lambda own: [each for each in range(1, 5) if each != own])), [])

    def test_lists_of_the_managers_alone_are_right(self):
        self.assertEqual(self.found(*self.members(6, lambda _: (1, 2))), [])

    def test_lists_that_name_nodes_that_are_not_given_are_right(self):
        self.assertEqual(self.found(*self.members(3, lambda _: range(1, 9))), [])

    def inventory(self, *nodes):
        """A file that says host and home of each node."""
        file = self.folder / "inventory.xml"
        lines = "".join(f'<node name="{name}" host="{host}" home="{home}"/>' for name, host, home in nodes)
        file.write_text(f'<cluster xmlns="urn:carbonfix:inventory:1" name="c">{lines}</cluster>')
        return file

    def test_members_that_the_inventory_does_not_know(self):
        homes = self.members(3, lambda _: (1, 2, 3, 7))
        nodes = [(home.name, f"10.0.0.{10 + number}", home) for number, home in enumerate(homes, 1)]
        found = self.findings(options=("--inventory", self.inventory(*nodes)))
        self.assertEqual({each["id"] for each in found}, {"clustering.member-unknown-node"})
        self.assertEqual(len(found), 3)
        self.assertIn("10.0.0.17 is no node", found[0]["message"])

    def test_ports_of_one_machine(self):
        """localMemberHost names two addresses, the inventory one machine."""
        homes = self.members(2, lambda _: (1, 2))
        nodes = [(home.name, "10.0.0.99", home) for home in homes]
        found = self.found(options=("--inventory", self.inventory(*nodes)))
        self.assertIn(("n1", "clustering.duplicate-port-same-host"), found)
        self.assertIn(("n2", "clustering.duplicate-port-same-host"), found)

    def test_one_node_of_a_whole_cluster_in_mode_ha(self):
        first, other = self.node("das1", "das1"), self.node("is1", "is1", "is-ha")
        nodes = [("das1", "10.0.0.11", first), ("is1", "10.0.0.21", other)]
        self.assertIn(("das1", "event-processor.ha-node-count"),
                      self.found(options=("--inventory", self.inventory(*nodes))))
        self.assertEqual(self.found(first, other), [])  # the other one may be somewhere else

    def test_synchronizers_without_a_committer(self):
        homes = [self.node(name, name) for name in ("das1", "das2")]
        for home in homes:
            self.change(home, "repository/conf/carbon.xml",
                        ("</Server>", "<DeploymentSynchronizer><Enabled>true</Enabled><AutoCommit>false</AutoCommit>"
                                      "<AutoCheckout>true</AutoCheckout><RepositoryType>svn</RepositoryType>"
                                      "<SvnUrl>https://svn.example.org/das</SvnUrl></DeploymentSynchronizer></Server>"))
        nodes = [(name, ADDRESSES[name], home) for name, home in zip(ADDRESSES, homes)]
        self.assertEqual(self.found(options=("--inventory", self.inventory(*nodes))),
                         [("das1", "carbon.depsync-no-committer")])
        self.assertEqual(self.found(*homes), [])


if __name__ == "__main__":
    harness.main()
