"""Three nodes of a cluster, and what they must have in common or must not share: one mistake on one node, or on all.

The nodes are those of fixtures/seeds, with a third one. Each mistake is found where it is and names another node, and no
other of these rules speaks.
"""

import json
import shutil
import unittest

import harness
from harness import FIXTURES, SHARED, CliTest

SEEDS = FIXTURES / "seeds"
RULES = ("datasource.shared-db-differs,datasource.shared-url-text-differs,datasource.local-db-shared,datasource.h2-same-file,"
         "identity.datasource-differs,registry.mounts-differ,registry.mount-target-differs,registry.readonly-all,"
         "registry.cacheid-differs,registry.config-shared-across-products,usermgt.embedded-ldap-clustered,"
         "usermgt.stores-differ,usermgt.store-class-differs,security.admin-differs,security.keystore-differs,"
         "analytics.stores-differ,files.version-differs,files.kernel-differs,files.patch-level-differs,"
         "files.dropins-differ,files.drift").split(",")

USERS = "repository/conf/user-mgt.xml"
REGISTRY = "repository/conf/registry.xml"
MASTER = "repository/conf/datasources/master-datasources.xml"
STORES = "repository/conf/datasources/analytics-datasources.xml"
CARBON = "repository/conf/carbon.xml"
IDENTITY = "repository/conf/identity/identity.xml"
KEYS = "repository/resources/security/wso2carbon.jks"
H2 = "jdbc:h2:./repository/database/WSO2CARBON_DB"
LDAP = '<Property name="ConnectionURL">ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}</Property>'

# (rule, file of the finding, {(file, right): wrong}); on the third node.
MISTAKES = [
    ("datasource.shared-db-differs", MASTER, {(MASTER, "db.example.org:3306/WSO2UMDB"): "db2.example.org:3306/WSO2UMDB"}),
    ("datasource.shared-db-differs", MASTER, {(MASTER, "db.example.org:3306/WSO2UMDB"): "db.example.org:3307/WSO2UMDB"}),
    ("datasource.shared-db-differs", MASTER, {(MASTER, "db.example.org:3306/IDENTITYDB"): "db.example.org/IDENTITY",
                                              (IDENTITY, "jdbc/WSO2IdentityDS"): "jdbc/WSO2UserStore"}),
    ("datasource.shared-url-text-differs", MASTER, {(MASTER, "IDENTITYDB?autoReconnect=true&amp;"): "IDENTITYDB?"}),
    ("datasource.shared-url-text-differs", MASTER, {(MASTER, "db.example.org:3306/IDENTITYDB"): "10.0.0.5:3306/IDENTITYDB"}),
    ("registry.mount-target-differs", REGISTRY, {(REGISTRY, "<targetPath>/_system/config"): "<targetPath>/_system/is"}),
    ("registry.mounts-differ", REGISTRY, {(REGISTRY, '<mount path="/_system/config"'): '<mount path="/_system/nodes"'}),
    ("registry.cacheid-differs", REGISTRY, {(REGISTRY, "<cacheId>is@"): "<cacheId>root@"}),
    ("usermgt.store-class-differs", USERS, {(USERS, "jdbc.JDBCUserStoreManager"): "ldap.ReadOnlyLDAPUserStoreManager"}),
    ("security.admin-differs", USERS, {(USERS, "<UserName>admin"): "<UserName>root"}),
    ("security.keystore-differs", CARBON, {(KEYS, "the key"): "another key"}),
    ("files.version-differs", CARBON, {("bin/version.txt", "5.3.0"): "5.4.0"}),
    ("files.kernel-differs", CARBON, {("bin/wso2carbon-version.txt", "4.4.11"): "4.4.119"}),
    ("files.patch-level-differs", CARBON, {("repository/components/patches/patch0002/a.jar", ""): "a"}),
    ("files.dropins-differ", CARBON, {("repository/components/dropins/b.jar", ""): "b"}),
]


class ClusterStores(CliTest):
    def cluster(self, seed, first):
        """The homes of a seed, and one more node like them."""
        name = first[:-1]
        homes = [self.folder / f"{name}{number}" for number in (1, 2, 3)]
        for number, home in enumerate(homes, 1):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(SEEDS / seed / first, home)
            self.change(home, "repository/conf/axis2/axis2.xml", f'"localMemberHost">10.0.0.{"2" if name == "is" else "1"}1',
                        f'"localMemberHost">10.0.0.{"2" if name == "is" else "1"}{number}')
            self.put(home, KEYS, "the key")
            self.put(home, "repository/components/patches/patch0001/a.jar", "a")
            self.put(home, "repository/components/dropins/a.jar", "a")
            self.change(home, CARBON, "</Server>", "<Security><KeyStore><Location>${carbon.home}/" + KEYS +
                        "</Location></KeyStore></Security></Server>")
        return homes

    def put(self, home, path, text):
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)

    def change(self, home, path, right, wrong):
        """Puts what is wrong in the place of what is right; where nothing is, a file."""
        if right == "":
            return self.put(home, path, wrong)
        text = (home / path).read_text(encoding="latin-1")
        self.assertEqual(text.count(right), 1, right)
        (home / path).write_text(text.replace(right, wrong), encoding="latin-1")

    def found(self, homes, phase="default", *options):
        done = self.run_cli("lint", "--isolated", "--phase", phase, "--format", "json", "--select", ",".join(RULES),
                            *options, *homes)
        self.assertIn(done.code, (0, 1), done.err)
        return json.loads(done.out)["findings"]

    def ids(self, homes, phase="default", *options):
        return [(each["node"], each["path"], each["id"]) for each in self.found(homes, phase, *options)]

    def test_right_clusters_are_silent(self):
        for seed, first in (("is-ha", "is1"), ("das-min-ha", "das1")):
            homes = self.cluster(seed, first)
            self.assertEqual(self.ids(homes), [], seed)
            self.assertEqual(self.ids(homes, "all"), [], seed)
        self.assertEqual(self.ids(self.cluster("is-ha", "is1") + self.cluster("das-min-ha", "das1"), "all"), [])

    def test_one_node_is_not_as_the_others(self):
        for rule, path, changes in MISTAKES:
            with self.subTest(rule, changes=changes):
                homes = self.cluster("is-ha", "is1")
                for (file, right), wrong in changes.items():
                    self.change(homes[2], file, right, wrong)
                findings = self.found(homes)
                self.assertEqual([(each["node"], each["path"], each["id"]) for each in findings], [("is3", path, rule)])
                self.assertIn("is1", findings[0]["message"])
                # Where nodes are alone nothing is compared.
                self.assertEqual(self.ids(homes[2:]), [])

    def test_what_is_not_there_is_not_compared(self):
        homes = self.cluster("is-ha", "is1")
        (homes[1] / "bin/wso2carbon-version.txt").unlink()
        (homes[1] / KEYS).unlink()
        (homes[1] / "repository/conf/log4j.properties").unlink()
        shutil.rmtree(homes[1] / "repository/components/dropins")
        self.assertEqual(self.ids(homes, "all"), [])

    def test_two_facts_of_one_database(self):
        homes = self.cluster("is-ha", "is1")
        self.change(homes[0], MASTER, "db.example.org:3306/IDENTITYDB", "db.example.org:3306/IDENTITY")
        self.assertEqual(self.ids(homes), [("is1", MASTER, "datasource.shared-db-differs"),
                                           ("is1", MASTER, "identity.datasource-differs")])

    def test_stores_of_analytics(self):
        homes = self.cluster("das-min-ha", "das1")
        self.change(homes[1], STORES, "3306/EVENT_STORE_DB", "3306/EVENTS_OF_DAS2")
        self.assertEqual(self.ids(homes), [("das2", STORES, "analytics.stores-differ")])

    def test_what_each_node_has_for_itself(self):
        homes = self.cluster("is-ha", "is1")
        for home in homes:
            self.change(home, MASTER, H2, "jdbc:mysql://db.example.org:3306/CARBON_DB")
        self.assertEqual(self.ids(homes), [(node, MASTER, "datasource.local-db-shared") for node in ("is2", "is3")])
        homes = self.cluster("is-ha", "is1")
        for home in homes:
            self.change(home, MASTER, H2, "jdbc:h2:/var/lib/wso2/CARBON_DB")
        self.assertEqual(self.ids(homes), [])
        self.change(homes[1], "repository/conf/axis2/axis2.xml", '"localMemberHost">10.0.0.22', '"localMemberHost">10.0.0.21')
        self.assertEqual(self.ids(homes), [("is2", MASTER, "datasource.h2-same-file")])

    def test_directories(self):
        homes = self.cluster("is-ha", "is1")
        for home in homes[1:]:
            self.change(home, USERS, '<Property name="ReadOnly">', LDAP + '<Property name="ReadOnly">')
        self.assertEqual(self.ids(homes), [("is3", USERS, "usermgt.embedded-ldap-clustered")])
        homes = self.cluster("is-ha", "is1")
        for home in homes:
            place = "ou=Users" if home == homes[1] else "ou=People"
            self.change(home, USERS, '<Property name="ReadOnly">',
                        f'<Property name="UserSearchBase">{place}</Property><Property name="ReadOnly">')
        self.assertEqual(self.ids(homes), [("is2", USERS, "usermgt.stores-differ")])

    def test_nobody_can_write(self):
        homes = self.cluster("is-ha", "is1")
        for home in homes[1:]:
            self.change(home, REGISTRY, "        <readOnly>false", "        <readOnly>true")
        self.assertEqual(self.ids(homes), [])
        self.change(homes[0], REGISTRY, "        <readOnly>false", "        <readOnly>true")
        self.assertEqual(self.ids(homes), [("is1", REGISTRY, "registry.readonly-all")] * 2)

    def test_nodes_of_another_role_may_mount_less(self):
        homes = self.cluster("is-ha", "is1")
        self.change(homes[2], REGISTRY, '<mount path="/_system/config"', '<mount path="/_system/nodes"')
        self.put(homes[2], "repository/components/dropins/worker.jar", "")
        self.assertEqual(self.ids(homes), [("is3", CARBON, "files.dropins-differ"),
                                           ("is3", REGISTRY, "registry.mounts-differ")])
        inventory = self.folder / "cluster.xml"
        nodes = "".join(f'<node name="{home.name}" host="10.0.0.2{number}" home="{home}" roles="{role}"/>'
                        for number, (home, role) in enumerate(zip(homes, ("manager", "manager", "worker")), 1))
        inventory.write_text('<cluster xmlns="urn:carbonfix:inventory:1" name="is">'
                             f'<role name="manager"/><role name="worker"/>{nodes}</cluster>')
        self.assertEqual(self.ids(homes, "default", "--inventory", inventory), [])

    def test_another_product(self):
        homes = self.cluster("is-ha", "is1")[:1] + self.cluster("das-min-ha", "das1")[:1]
        text = (homes[0] / MASTER).read_text().replace("WSO2IdentityDS", "WSO2REG_DB")
        (homes[1] / MASTER).write_text(text)
        self.assertEqual(self.ids(homes), [("das1", REGISTRY, "registry.config-shared-across-products")])

    def test_a_file_that_was_changed_on_one_node_only(self):
        homes = self.cluster("is-ha", "is1")
        self.put(homes[1], "repository/conf/log4j.properties", "log4j.rootLogger=DEBUG\n")
        self.assertEqual(self.ids(homes), [])
        self.assertEqual(self.ids(homes, "style"), [("is2", "repository/conf/log4j.properties", "files.drift")])

    @unittest.skipUnless(SHARED.is_dir(), f"no real homes at {SHARED}")
    def test_real_homes_that_have_nothing_to_do_with_each_other(self):
        homes = sorted((SHARED / "corpus" / "stock").iterdir())
        self.assertTrue(homes)
        self.assertEqual(self.ids(homes, "all"), [])


if __name__ == "__main__":
    harness.main()
