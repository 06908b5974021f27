"""lint --live: what the machine says, with real sockets, links, modes and users."""

import os
import shutil
import socket
import subprocess
import sys
import zipfile

import harness
from harness import ANOTHER_USER, BINARY, CliTest, digests, environment

CARBON = """<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <HostName>localhost</HostName>
  <Ports><Offset>1</Offset></Ports>
  <Security><KeyStore>
    <Location>${carbon.home}/repository/resources/security/is.jks</Location>
    <Type>JKS</Type><Password>b7Hw-2</Password><KeyAlias>is</KeyAlias>
  </KeyStore></Security>
</Server>
"""
DATASOURCES = """<datasources-configuration><datasources><datasource><name>REG</name>
  <definition type="RDBMS"><configuration>
    <url>jdbc:mysql://127.0.0.1:{}/REG</url>
    <driverClassName>{}</driverClassName>
  </configuration></definition>
</datasource></datasources></datasources-configuration>
"""


def listener(backlog=5):
    """A socket that listens on a free port of loopback."""
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    made.listen(backlog)
    return made


def port_of(made):
    return made.getsockname()[1]


class Live(CliTest):
    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.write("repository/conf/carbon.xml", CARBON)
        self.write("repository/resources/security/is.jks", "(binary)")

    def write(self, path, text):
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def listen(self, **options):
        made = listener(**options)
        self.addCleanup(made.close)
        return made

    def connector(self, port):
        """The home's HTTPS port will be this one; the offset is 1."""
        self.write("repository/conf/tomcat/catalina-server.xml",
                   f'<Server>\n  <Service>\n    <Connector port="{port - 1}" scheme="https"/>\n  </Service>\n</Server>\n')

    def lint(self, *arguments, code=None, env=None, **options):
        return self.run_cli("lint", "--live", "--live-timeout", "20", *arguments, self.home, code=code,
                            env=env or environment(), **options)

    def only(self, ids, *arguments, **options):
        return self.lint("--phase", "all", "--select", ids, *arguments, **options)


class Ports(Live):
    def test_a_port_that_someone_has_stops_a_start(self):
        made = self.listen()
        self.connector(port_of(made))
        before = digests(self.home)
        found = self.lint("--phase", "pre-start", code=1)
        self.assertIn("catalina-server.xml:3:", found.out)
        self.assertIn(f"Port {port_of(made)}, which this home opens, is in use by ", found.out)
        self.assertIn(f"(process {os.getpid()}).", found.out)
        made.close()
        self.lint("--phase", "pre-start", code=0)
        self.assertEqual(before, digests(self.home))

    def test_without_live_nothing_is_asked(self):
        made = self.listen()
        self.connector(port_of(made))
        quiet = self.run_cli("lint", "--phase", "pre-start", self.home, code=0)
        self.assertRegex(quiet.out, r"[0-9]+ live checks not run \(lint --live\)")
        self.assertNotIn("live checks", self.lint("--phase", "pre-start").out)

    def test_the_ports_of_the_server_that_runs_are_its_own(self):
        made = self.listen()
        self.connector(port_of(made))
        server = subprocess.Popen(["java", "-c", "import time; print('up', flush=True); time.sleep(600)",
                                   f"-Dcarbon.home={self.home}", "org.wso2.carbon.bootstrap.Bootstrap"],
                                  executable=sys.executable, stdout=subprocess.PIPE)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        server.stdout.readline()
        self.write("wso2carbon.pid", f"{server.pid}\n")
        self.lint("--phase", "pre-start", code=0)
        self.assertNotIn("stale-pid", self.only("files.stale-pid", code=0).out)
        server.kill()
        server.wait()
        self.lint("--phase", "pre-start", code=1)
        self.assertIn("[files.stale-pid]", self.only("files.stale-pid", code=0).out)

    def test_another_network_namespace_has_ports_of_its_own(self):
        if not shutil.which("unshare") or subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode:
            self.skipTest("no network namespace can be made here")
        made = self.listen()
        self.connector(port_of(made))
        command = ["unshare", "-n", BINARY, "lint", "--live", "--phase", "pre-start", str(self.home)]
        done = subprocess.run(command, capture_output=True, timeout=120, env=environment(), check=False)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.lint("--phase", "pre-start", code=1)


class Names(Live):
    def test_an_address_of_another_machine(self):
        self.write("repository/conf/axis2/axis2.xml", """<axisconfig><clustering enable="true">
  <parameter name="localMemberHost">192.0.2.7</parameter>
</clustering></axisconfig>
""")
        found = self.only("clustering.local-host-not-local", code=0)
        self.assertIn("axis2.xml:2:", found.out)
        self.assertIn("localMemberHost 192.0.2.7 is no address of this machine.", found.out)

    def test_a_name_that_nobody_knows_is_found_or_not_checked(self):
        self.write("repository/conf/carbon.xml", CARBON.replace(">localhost<", ">no-such-host.invalid<"))
        found = self.only("front-end.host-unresolved", code=0)
        self.assertRegex(found.out, r"finds no address for the HostName no-such-host\.invalid"
                                    r"|not checked: .*no-such-host\.invalid could not be looked up")
        self.write("repository/conf/carbon.xml", CARBON)
        self.assertNotIn("front-end", self.only("front-end.host-unresolved", code=0).out)

    def test_a_database_that_answers_not(self):
        made = self.listen()
        self.write("repository/conf/datasources/master-datasources.xml",
                   DATASOURCES.format(port_of(made), "com.mysql.jdbc.Driver"))
        check = "datasource.database-unreachable"
        self.assertIn("(connections are tried with --connect only)", self.only(check, code=0).out)
        self.assertNotIn("does not answer", self.only(check, "--connect", code=0).out)
        made.close()
        found = self.only(check, "--connect", code=0)
        self.assertIn("The database of the data source REG does not answer at 127.0.0.1, port", found.out)

    def test_who_never_answers_is_not_waited_for(self):
        made = self.listen(backlog=0)
        for _ in range(3):  # no room for another one: the kernel drops what comes
            other = socket.socket()
            other.setblocking(False)
            other.connect_ex(("127.0.0.1", port_of(made)))
            self.addCleanup(other.close)
        self.write("repository/conf/datasources/master-datasources.xml",
                   DATASOURCES.format(port_of(made), "com.mysql.jdbc.Driver"))
        found = self.run_cli("lint", "--live", "--connect", "--live-timeout", "1", "--select",
                             "datasource.database-unreachable", self.home, code=0)
        self.assertIn("does not answer at 127.0.0.1", found.out)

    def test_when_the_time_is_over_nothing_is_claimed(self):
        made = self.listen()
        self.connector(port_of(made))
        found = self.run_cli("lint", "--live", "--live-timeout", "0", "--phase", "pre-start", self.home, code=0)
        self.assertIn("(no answer within --live-timeout)", found.out)


class Files(Live):
    def test_a_keystore_that_the_owner_of_the_home_may_not_read(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give files to others")
        self.folder.chmod(0o755)
        keystore = self.home / "repository/resources/security/is.jks"
        self.give_away(self.home)
        self.assertNotIn("keystore", self.only("keystore.unreadable", code=0).out)
        os.chown(keystore, 0, 0)
        keystore.chmod(0o600)
        found = self.only("keystore.unreadable", code=1)
        self.assertRegex(found.out, r"(nobody|uid 65534), as whom the server runs, may not read the KeyStore")
        self.assertIn("keystore.unreadable", self.as_another_user(
            "lint", "--live", "--select", "keystore.unreadable", self.home, code=1).out)
        os.chown(keystore, ANOTHER_USER, ANOTHER_USER)
        self.assertNotIn("keystore", self.only("keystore.unreadable", code=0).out)

    def test_links_that_lead_nowhere(self):
        (self.home / "repository/deployment").symlink_to("/mnt/no/such/share")
        found = self.lint("--phase", "pre-start", "--select", "files.", code=1)
        self.assertIn("The link repository/deployment leads to /mnt/no/such/share, which is not there.", found.out)
        (self.home / "repository/deployment").unlink()
        (self.home / "repository/deployment").symlink_to(self.folder)
        self.lint("--phase", "pre-start", "--select", "files.", code=0)

    def test_the_link_of_spark_leads_to_this_home(self):
        link = self.folder / "das_link"
        self.write("repository/conf/analytics/spark/spark-defaults.conf", f"carbon.das.symbolic.link {link}\n")
        self.assertIn("[spark.symbolic-link-dead]", self.only("spark.", code=1).out)
        link.symlink_to("/")
        self.assertIn(f"{link} leads to /, not to this home.", self.only("spark.", code=1).out)
        link.unlink()
        link.symlink_to("home")
        self.only("spark.", code=0)

    def test_the_class_of_a_driver(self):
        self.write("repository/conf/datasources/master-datasources.xml",
                   DATASOURCES.format(3306, "com.mysql.cj.jdbc.Driver"))
        lib = self.home / "repository/components/lib"
        lib.mkdir(parents=True)
        (self.home / "repository/components/plugins").mkdir()
        check = "datasource.driver-class-missing"
        with zipfile.ZipFile(lib / "mysql.jar", "w", zipfile.ZIP_DEFLATED) as jar:
            jar.writestr("com/mysql/jdbc/Driver.class", "x" * 1000)
        self.assertIn("No library of this home has the class com.mysql.cj.jdbc.Driver", self.only(check, code=1).out)
        with zipfile.ZipFile(lib / "mysql.jar", "a") as jar:
            jar.writestr("com/mysql/cj/jdbc/Driver.class", "x" * 1000)
        self.only(check, code=0)

    def test_secrets_that_everybody_may_read(self):
        file = self.home / "repository/conf/carbon.xml"
        self.home.chmod(0o755)
        file.chmod(0o644)
        found = self.only("security.file-mode", code=0)
        self.assertIn("Every user of this machine may read this file (mode 0644), which holds passwords.", found.out)
        self.home.chmod(0o750)
        self.assertNotIn("mode 0644", self.only("security.file-mode", code=0).out)


class Environment(Live):
    def test_a_java_that_is_too_new(self):
        java = self.folder / "jdk"
        (java / "bin").mkdir(parents=True)
        self.write("bin/wso2carbon-version.txt", "WSO2 Carbon Framework v4.4.26\n")
        env = environment(JAVA_HOME=str(java))
        self.assertIn("where there is no bin/java.", self.only("jvm.java-home-wrong", env=env, code=1).out)
        (java / "bin/java").touch()
        (java / "release").write_text('JAVA_VERSION="17.0.2"\n')
        found = self.only("jvm.java-version", env=env, code=1)
        self.assertIn("JAVA_HOME holds Java 17.0.2, with which Carbon 4.4.26 does not start.", found.out)
        (java / "release").write_text('JAVA_VERSION="1.8.0_292"\n')
        self.only("jvm.", env=env, code=0)

    def test_the_home_of_another_product_in_the_environment(self):
        found = self.only("jvm.carbon-home-env", env=environment(CARBON_HOME=str(self.folder)), code=0)
        self.assertIn(f"CARBON_HOME is {self.folder} here", found.out)
        same = self.only("jvm.carbon-home-env", env=environment(CARBON_HOME=str(self.home)), code=0)
        self.assertNotIn("CARBON_HOME is", same.out)

    def test_a_secret_of_the_environment_is_not_shown(self):
        (self.folder / "own.xml").write_text("""<rules xmlns="urn:carbonfix:rules:1" id="own">
  <pattern id="own" files="conf/carbon.xml" live="true"><rule context="/Server">
    <report id="own.env" test="env('DB_PASSWORD') != ''">DB_PASSWORD is <value-of select="env('DB_PASSWORD')"/></report>
  </rule></pattern>
</rules>
""")
        found = self.lint("--no-builtin-rules", "--rules", self.folder / "own.xml",
                          env=environment(DB_PASSWORD="b7Hw-2x"), code=1)
        self.assertIn("DB_PASSWORD is ***", found.out)
        self.assertNotIn("b7Hw", found.out + found.err)


class Explained(Live):
    def test_says_that_it_asks_the_machine(self):
        told = self.run_cli("explain", "ports.in-use", code=0).out
        self.assertIn("with --live only", told)
        self.assertIn("carbonfix lint --live --select ports.in-use HOME", told)
        self.assertNotIn("--live", self.run_cli("explain", "ports.out-of-range", code=0).out)


class StockHomes(Live):
    def test_raise_nothing_that_stops_a_start(self):
        stock = harness.SHARED / "corpus/stock"
        if not stock.is_dir():
            self.skipTest(f"no real homes at {stock}")
        for home in sorted(path for path in stock.iterdir() if path.is_dir()):
            with self.subTest(home.name):
                found = self.run_cli("lint", "--live", "--phase", "pre-start", home)
                self.assertEqual(found.code, 0, found.out + found.err)


if __name__ == "__main__":
    harness.main()
