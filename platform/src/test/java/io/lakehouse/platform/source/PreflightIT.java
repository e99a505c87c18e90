package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.CaptureFinding.Severity;
import io.lakehouse.platform.source.Preflight.PlacedTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every finding on a real PostgreSQL; what a finding's SQL mends is gone after it was run. */
class PreflightIT {
    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static int databases;

    private SourceDatabase database;
    private String guest = "";

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(folder.resolve("home"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        guest = "a guest " + databases;
        database = new SourceDatabase(postgres.create("preflight " + databases++));
        database.query("CREATE ROLE " + Sql.quoted(guest) + " LOGIN PASSWORD 'guest'");
    }

    @Test
    void aNameThatDebeziumWouldNotQuoteIsRefusedAndItsSqlMendsIt() throws SQLException {
        database.query("CREATE SCHEMA \"s\"\"\"; CREATE TABLE \"s\"\"\".\"\"\"t\" (id int PRIMARY KEY)");

        var refused = findings(database, TableDeclaration.of("s\"", "\"t")).stream()
                .filter(CaptureFinding::isRefused)
                .toList();

        assertThat(refused).hasSize(2).allSatisfy(finding -> assertThat(finding.reason())
                .contains("begins or ends with a quotation mark"));
        database.query(refused.get(1).sql());
        database.query(refused.get(0).sql());
        assertThat(findings(database, TableDeclaration.of("s_", "_t"))).noneMatch(CaptureFinding::isRefused);
    }

    @Test
    void aUniqueIndexThatDebeziumWouldFailOnIsRefusedUnlessThereIsAPrimaryKey() throws SQLException {
        database.query("CREATE TABLE t (\"a\"\"b\" text NOT NULL UNIQUE, c text); ALTER TABLE t REPLICA IDENTITY FULL;"
                + " CREATE TABLE k (\"a\"\"b\" text PRIMARY KEY, \"c\"\"d\" text UNIQUE);"
                + " ALTER TABLE k REPLICA IDENTITY FULL");
        var keyed = TableDeclaration.of("public", "k");
        var usual = TableDeclaration.of("public", "t");
        var declared = new TableDeclaration(
                "public",
                "t",
                usual.columns(),
                List.of("a\"b"),
                usual.current(),
                usual.history(),
                usual.lake(),
                usual.simulation());

        var findings = findings(database, declared, keyed).stream()
                .filter(CaptureFinding::isRefused)
                .toList();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.table()).isEqualTo("public.t");
            assertThat(finding.reason()).contains("\"a\"\"b\"", "primary key", "quotation mark");
            database.query(finding.sql());
        });
        assertThat(findings(database, keyed)).isEmpty();
    }

    @Test
    void nothingStandsInTheWayOfAPlainTableOfTheOwner() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY FULL");

        assertThat(findings(database, TableDeclaration.of("public", "t"))).isEmpty();
    }

    @Test
    void allFindingsComeAtOnceThoseThatRefuseFirst() throws SQLException {
        database.query("CREATE VIEW v AS SELECT 1 AS id; CREATE UNLOGGED TABLE u (id int PRIMARY KEY);"
                + " CREATE TABLE n (a int, b int, c int GENERATED ALWAYS AS (a * 2) STORED)");

        var findings = findings(
                database,
                TableDeclaration.of("public", "v"),
                TableDeclaration.of("public", "u"),
                TableDeclaration.of("public", "n"),
                TableDeclaration.of("public", "gone"));

        assertThat(findings.stream().filter(CaptureFinding::isRefused))
                .extracting(CaptureFinding::place, CaptureFinding::table)
                .containsExactly(
                        Tuple.tuple("shop.yaml tables[0].table", "public.v"),
                        Tuple.tuple("shop.yaml tables[1].table", "public.u"),
                        Tuple.tuple("shop.yaml tables[2].key", "public.n"),
                        Tuple.tuple("shop.yaml tables[3].table", "public.gone"));
        assertThat(findings).extracting(CaptureFinding::severity).isSorted().contains(Severity.NOTE);
        assertThatThrownBy(() -> CaptureFinding.require(findings))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("public.v is a view")
                .hasMessageContaining("public.gone is not in");
    }

    /** The setup, the table, part of the reason, and whether the finding's SQL is enough to mend it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            CREATE UNLOGGED TABLE t (id int PRIMARY KEY)                                        | t   |    | is not logged                | true
            CREATE TABLE t (id int PRIMARY KEY, c_d int UNIQUE)                               | t   | c_d | may be NULL, and a key may not | true
            CREATE TABLE t (id int PRIMARY KEY, c_d int NOT NULL)                             | t   | c_d | unique, and two rows of one key would become one | true
            CREATE TABLE t (id int)                                                             | t   |    | has no primary key           | false
            CREATE TABLE r (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE t PARTITION OF r DEFAULT | t |  | is a partition of public.r | false
            CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE child () INHERITS (t)             | t   |    | has tables that inherit from it (public.child) | false
            CREATE TABLE t (id int PRIMARY KEY, "ID" int)                                       | t   |    | columns "id" and "ID" of public.t are both "id" to the query engines | false
            CREATE TABLE t (id int PRIMARY KEY, "Row_Hash" int)                                 | t   |    | has the name of a column that every SCD2 table has | false
            CREATE TABLE t (id int PRIMARY KEY, p point)                                        | t   |    | has the type point, which is not carried | false
            CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION lakehouse_shop FOR ALL TABLES | t |    | holds all tables             | true
            CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id) STORED)          | t   | g  | is generated, and PostgreSQL does not publish it | false
            CREATE TABLE t (id int PRIMARY KEY, a text, "G g" varchar(20) NOT NULL GENERATED ALWAYS AS (upper(coalesce(a, 'x'))) VIRTUAL) | t | | is generated VIRTUAL | true
            """)
    void whatCannotBeCapturedIsRefused(String setup, String table, String key, String reason, boolean mends)
            throws SQLException {
        database.query(setup);
        var declaration = key == null ? TableDeclaration.of("public", table) : withKey(table, key);

        var refused = refused(database, declaration);

        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason()).contains(reason);
        assertThat(refused.get(0).sql().isEmpty() && mends).isFalse();
        if (mends) {
            database.query(refused.get(0).sql());
            assertThat(refused(database, declaration)).isEmpty();
        }
    }

    @Test
    void aTableWithoutAKeyMayKeepItsHistory() throws SQLException {
        database.query("CREATE TABLE t (id int)");
        var usual = TableDeclaration.of("public", "t");
        var historyOnly = new TableDeclaration(
                "public",
                "t",
                ColumnsDeclaration.ALL,
                List.of(),
                new PinotTableDeclaration(false, "t_current", PinotTableOptions.DEFAULTS),
                usual.history(),
                new Scd2Declaration(false, "t_scd2", List.of(), List.of()),
                usual.simulation());

        assertThat(findings(database, historyOnly))
                .extracting(CaptureFinding::severity, CaptureFinding::reason)
                .contains(Tuple.tuple(Severity.NOTE, "public.t has no key: only its history is kept"))
                .noneMatch(finding -> finding.toList().get(0) == Severity.REFUSED);
    }

    @Test
    void aRoleWithoutRightsIsToldEveryStatementAndCanCaptureAfterThem() throws SQLException {
        database.query("CREATE SCHEMA \"My Shop\"; CREATE TABLE \"My Shop\".\"T \"\"1\"\" x\" (id int PRIMARY KEY);"
                + " ALTER TABLE \"My Shop\".\"T \"\"1\"\" x\" ENABLE ROW LEVEL SECURITY");
        var table = TableDeclaration.of("My Shop", "T \"1\" x");

        var statements = new ArrayList<String>();
        for (var round = 0; round < 2; round++) {
            // Row-level security shows only to a role that may read at all.
            for (var finding : refused(guest(), table)) {
                statements.add(finding.sql());
                database.query(finding.sql());
            }
        }

        assertThat(statements)
                .contains(
                        "ALTER ROLE \"" + guest + "\" REPLICATION",
                        "GRANT USAGE ON SCHEMA \"My Shop\" TO \"" + guest + "\"",
                        "GRANT SELECT ON \"My Shop\".\"T \"\"1\"\" x\" TO \"" + guest + "\"",
                        "ALTER ROLE \"" + guest + "\" BYPASSRLS",
                        "ALTER TABLE \"My Shop\".\"T \"\"1\"\" x\" REPLICA IDENTITY FULL",
                        "CREATE PUBLICATION \"lakehouse_shop\" FOR TABLE \"My Shop\".\"T \"\"1\"\" x\" WITH"
                                + " (publish = 'insert, update, delete, truncate', publish_via_partition_root = true, publish_generated_columns = stored)");
        assertThat(findings(guest(), table)).isEmpty();
        assertThat(guest().publish("lakehouse_shop", List.of(table))).isFalse();
        guest().captureFully(table);
    }

    @Test
    void aPublicationOfSomebodyElseThatLacksSomethingIsToldItsMending() throws SQLException {
        database.query("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);"
                + " ALTER TABLE a REPLICA IDENTITY FULL; ALTER TABLE b REPLICA IDENTITY FULL;"
                + " GRANT SELECT ON a, b TO " + Sql.quoted(guest) + "; ALTER ROLE " + Sql.quoted(guest)
                + " REPLICATION;"
                + " CREATE PUBLICATION lakehouse_shop FOR TABLE a WHERE (id > 5) WITH (publish = 'insert')");
        var tables = new TableDeclaration[] {TableDeclaration.of("public", "a"), TableDeclaration.of("public", "b")};

        var refused = refused(guest(), tables);

        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason())
                .contains(
                        "publishes not every operation",
                        "publishes partitions under their own names",
                        "does not hold public.b",
                        "filters rows or columns of public.a",
                        "run as its owner");
        database.query(refused.get(0).sql());
        assertThat(refused(guest(), tables)).isEmpty();
    }

    @Test
    void aPublicationThatLeavesGeneratedColumnsOutIsAnotherAndIsRefusedUntilItsOwnerMendsIt() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY FULL;"
                + " GRANT SELECT ON t TO " + Sql.quoted(guest) + "; ALTER ROLE " + Sql.quoted(guest) + " REPLICATION;"
                + " CREATE PUBLICATION lakehouse_shop FOR TABLE t WITH (publish_via_partition_root = true)");
        var table = TableDeclaration.of("public", "t");
        var wanted = Publication.of(List.of(table)).fields();

        assertThat(database.publication("lakehouse_shop").orElseThrow().fields())
                .isNotEqualTo(wanted)
                .containsEntry("publish_generated_columns", "none");
        var refused = refused(guest(), table);

        assertThat(refused).singleElement().satisfies(finding -> assertThat(finding.reason())
                .contains("leaves out generated columns"));
        database.query(refused.get(0).sql());
        assertThat(refused(guest(), table)).isEmpty();
        assertThat(database.publication("lakehouse_shop").orElseThrow().fields())
                .isEqualTo(wanted);
    }

    @Test
    void aPublicationThatFiltersRowsIsMadeWholeByItsOwner() throws SQLException {
        database.query(
                "CREATE TABLE t (id int PRIMARY KEY); CREATE PUBLICATION lakehouse_shop FOR TABLE t WHERE (id > 5)"
                        + " WITH (publish_via_partition_root = true)");
        var table = TableDeclaration.of("public", "t");

        var changed = List.of(
                database.publish("lakehouse_shop", List.of(table)), database.publish("lakehouse_shop", List.of(table)));

        assertThat(changed).containsExactly(true, false);
        assertThat(database.query("SELECT rowfilter FROM pg_publication_tables WHERE pubname = 'lakehouse_shop'")
                        .rows())
                .containsExactly(java.util.Arrays.asList((String) null));
    }

    @Test
    void aSlotOfAnotherDatabaseIsNotTakenForOurs() throws SQLException {
        database.query("SELECT pg_create_logical_replication_slot('lakehouse_shop', 'pgoutput')");
        var other = new SourceDatabase(postgres.create("preflight other"));
        other.query("CREATE TABLE t (id int PRIMARY KEY)");

        var refused = refused(other, TableDeclaration.of("public", "t"));

        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason()).contains("slots are one per server: give the pipeline another name");
        database.dropSlot("lakehouse_shop");
    }

    @Test
    void aDeferrableKeyAndAPartitionedTablesOwnKeyAreWarnedAbout() throws SQLException {
        database.query("CREATE TABLE d (id int PRIMARY KEY DEFERRABLE);"
                + " CREATE TABLE p (id int NOT NULL, day date, PRIMARY KEY (id, day)) PARTITION BY LIST (day)");

        var findings = findings(database, TableDeclaration.of("public", "d"), withKey("p", "id"));

        assertThat(findings.stream().filter(finding -> finding.severity() == Severity.WARNING))
                .extracting(CaptureFinding::table)
                .containsExactly("public.d", "public.p");
        assertThat(findings).noneMatch(CaptureFinding::isRefused);
        assertThat(findings.stream().filter(finding -> finding.reason().contains("is partitioned")))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.severity()).isEqualTo(Severity.NOTE);
                    assertThat(note.reason())
                            .startsWith("public.p is partitioned")
                            .contains("truncated, dropped, detached or attached by itself");
                });
    }

    private SourceDatabase guest() {
        var owner = database.address();
        return new SourceDatabase(new DatabaseAddress(owner.host(), owner.port(), owner.database(), guest, "guest"));
    }

    private static List<CaptureFinding> refused(SourceDatabase source, TableDeclaration... tables) {
        return findings(source, tables).stream()
                .filter(CaptureFinding::isRefused)
                .toList();
    }

    private static List<CaptureFinding> findings(SourceDatabase source, TableDeclaration... tables) {
        var placed = new ArrayList<PlacedTable>();
        for (var table : tables) {
            var at = "shop.yaml tables[" + placed.size() + "]";
            Place place = field -> field.isEmpty() ? at : at + "." + field;
            placed.add(new PlacedTable(table, place, null));
        }
        return new Preflight("lakehouse_shop", "lakehouse_shop", field -> "shop.yaml " + field, placed)
                .of(source.address());
    }

    private static TableDeclaration withKey(String table, String key) {
        var usual = TableDeclaration.of("public", table);
        return new TableDeclaration(
                "public",
                table,
                ColumnsDeclaration.ALL,
                List.of(key),
                usual.current(),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }
}
