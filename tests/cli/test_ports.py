"""carbonfix ports: what homes listen to, and who connects to them."""

import csv
import io
import json
import unittest

import harness
from harness import FIXTURES, SHARED, CliTest

STOCK = SHARED / "corpus" / "stock"

INVENTORY = """<cluster xmlns="urn:carbonfix:inventory:1" name="c">
  <node name="one" host="10.0.0.1" home="das1"/>
  <node name="two" host="10.0.0.2" home="das*2"/>
</cluster>
"""


class Ports(CliTest):
    def setUp(self):
        super().setUp()
        self.homes = [self.copy(FIXTURES / "das-cluster" / node) for node in ("das1", "das2")]
        self.inventory = self.folder / "cluster.xml"
        self.inventory.write_text(INVENTORY)

    def conf(self, name, text, home=0):
        path = self.homes[home] / "repository/conf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def ports(self, *arguments, code=0):
        report = json.loads(self.run_cli("ports", "--format", "json", *arguments, code=code).out)
        return {node["node"]: {port["name"]: port for port in node["ports"]} for node in report["nodes"]}

    def test_the_offset_in_force_is_added(self):
        self.conf("tomcat/catalina-server.xml", '<Server>\n<Service><Connector port="9443" scheme="https"/></Service></Server>')
        self.conf("carbon.xml", "<Server><Ports><Offset>2</Offset></Ports></Server>")
        https = self.ports(self.homes[0])["das1"]["https"]
        self.assertEqual((https["port"], https["written"], https["offsetAdded"]), (9445, "9443", True))
        self.assertEqual((https["path"], https["line"]), ("repository/conf/tomcat/catalina-server.xml", 2))
        script = self.homes[0] / "bin/wso2server.sh"
        script.write_text("java -DportOffset=5 Main\n")
        self.assertEqual(self.ports(self.homes[0])["das1"]["https"]["port"], 9448)
        self.assertRegex(self.run_cli("ports", self.homes[0], code=0).out, r"9448 +tcp +\+5 ")

    def test_csv_has_a_line_for_each_port(self):
        self.conf("tomcat/catalina-server.xml", '<Server><Service><Connector port="9763"/></Service></Server>')
        rows = list(csv.DictReader(io.StringIO(self.run_cli("ports", "--format", "csv", *self.homes, code=0).out, newline="")))
        (row,) = [row for row in rows if row["name"] == "http"]
        self.assertEqual((row["node"], row["port"], row["written"], row["from"]), ("das1", "9763", "9763", "balancers"))

    def test_an_inventory_names_nodes_and_hosts(self):
        nodes = self.ports("--inventory", self.inventory)
        self.assertEqual(list(nodes), ["one", "two"])
        self.assertIn("one on 10.0.0.1, das 3.1.0, offset 0\n", self.run_cli("ports", "--inventory", self.inventory, code=0).out)
        self.inventory.write_text(INVENTORY.replace("das*2", "das3"))
        done = self.run_cli("ports", "--inventory", self.inventory, code=2)
        self.assertIn("two is not in the list", done.err)
        self.assertIn("one on 10.0.0.1", done.out)

    def test_the_matrix_tells_who_connects_to_whom(self):
        for home in (0, 1):
            self.conf("event-processor.xml", """<eventProcessorConfiguration><mode name="HA" enable="true">
  <nodeType><worker enable="true"/><presenter enable="false"/></nodeType>
  <eventSync><port>11224</port></eventSync><management><port>10005</port></management></mode>
</eventProcessorConfiguration>""", home)
        done = self.run_cli("ports", "--matrix", "--format", "csv", "--inventory", self.inventory, code=0)
        rows = [(row["from"], row["from host"], row["to"], row["to host"], row["port"])
                for row in csv.DictReader(io.StringIO(done.out, newline=""))]
        self.assertIn(("one", "10.0.0.1", "two", "10.0.0.2", "11224"), rows)
        self.assertIn(("two", "10.0.0.2", "one", "10.0.0.1", "10005"), rows)
        whole = json.loads(self.run_cli("ports", "--matrix", "--format", "json", "--inventory", self.inventory, code=0).out)
        self.assertEqual(len(whole["connections"]), len(rows))
        self.assertIn("one (10.0.0.1)  two (10.0.0.2)  11224", self.run_cli("ports", "--matrix", "--inventory", self.inventory, code=0).out)

    def test_a_snapshot_stands_for_its_home(self):
        inbound = self.homes[0] / "repository/deployment/server/synapse-configs/default/inbound-endpoints/ws.xml"
        inbound.parent.mkdir(parents=True)
        inbound.write_text('<inboundEndpoint name="ws"><parameters><parameter name="inbound.ws.port">9099</parameter>'
                           "</parameters></inboundEndpoint>")
        snapshot = self.folder / "das1.cfs"
        snapshot.write_text(self.run_cli("snapshot", self.homes[0], code=0).out)
        home = self.ports(self.homes[0])
        self.assertEqual(home["das1"]["inbound"]["port"], 9099)
        self.assertEqual(self.ports(snapshot), home)

    def test_rows_of_ones_own(self):
        rules = self.folder / "own.xml"
        rules.write_text("""<rules xmlns="urn:carbonfix:rules:1" id="own"><port name="own" files="conf/own.xml" match="/a/@port"
  protocol="udp" from="clients">Own</port></rules>""")
        self.conf("own.xml", '<a port="7"/>')
        own = self.ports("--no-builtin-rules", "--rules", rules, self.homes[0])["das1"]
        self.assertEqual({name: (port["port"], port["protocol"]) for name, port in own.items()}, {"own": (7, "udp")})
        self.run_cli("lint", "--rules", rules, "-q", self.homes[0])
        rules.write_text(rules.read_text().replace("/a/@port", "/a["))
        self.assertIn("own.xml:1:", self.run_cli("ports", "--rules", rules, self.homes[0], code=2).err)

    def test_a_file_that_cant_be_read_is_said(self):
        self.conf("tomcat/catalina-server.xml", "<Server>")
        done = self.run_cli("ports", self.homes[0], code=2)
        self.assertIn("catalina-server.xml", done.err)
        self.assertIn("das1 on ", done.out)

    def test_files_and_formats(self):
        out = self.folder / "ports.csv"
        self.run_cli("ports", "--format", f"csv:{out}", "--format", "text", self.homes[0], code=0)
        self.assertTrue(out.read_text().startswith("node,host,port"))
        self.assertIn("text, csv, json", self.run_cli("ports", "--format", "sarif", self.homes[0], code=2).err)
        self.assertIn("no HOME given", self.run_cli("ports", code=2).err)
        before = harness.digests(self.homes[0])
        self.run_cli("ports", self.homes[0], code=0)
        self.assertEqual(harness.digests(self.homes[0]), before)

    @unittest.skipUnless(STOCK.is_dir(), "no stock homes here")
    def test_stock_homes(self):
        nodes = self.ports(*sorted(STOCK.iterdir()))
        expected = {
            "das-3.1.0": {"https": 9443, "http": 9763, "jmx-registry": 9999, "jmx-server": 11111, "thrift": 7611,
                          "thrift-ssl": 7711, "binary": 9611, "binary-ssl": 9711},
            "is-5.5.0": {"https": 9443, "http": 9763, "ldap": 10389},
            "am-2.1.0": {"amqp": 5672, "key-validation": 10397, "binary": 9611},
            "ei-6.1.1/broker": {"https": 9446, "amqp": 5675},
            "ei-6.1.1/analytics": {"https": 9444, "thrift": 7612},
        }
        for node, ports in expected.items():
            with self.subTest(node=node):
                self.assertEqual({name: nodes[node].get(name, {}).get("port") for name in ports}, ports)
        for node in nodes.values():
            self.assertFalse({"hazelcast", "ha-event-sync", "storm-transport", "kdc", "h2-tcp"} & set(node))
        self.assertFalse({"thrift", "entitlement"} & set(nodes["is-5.5.0"]))
        self.assertNotIn("mqtt", nodes["am-2.1.0"])


if __name__ == "__main__":
    harness.main()
