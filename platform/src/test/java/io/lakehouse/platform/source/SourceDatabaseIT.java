package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceDatabaseIT {
    private static final Place PLACE =
            field -> field.isEmpty() ? "shop.yaml:4 tables[0]" : "shop.yaml:4 tables[0]." + field;

    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static int databases;

    private SourceDatabase database;

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(folder.resolve("home"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void createDatabase(TestInfo test) {
        database = new SourceDatabase(postgres.create("test " + databases++));
    }

    @Test
    void everyCarriedTypeIsMapped() throws SQLException {
        database.query("CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN cents AS numeric(12,2) NOT NULL;"
                + " CREATE DOMAIN tags AS text[];"
                + " CREATE TABLE t (a smallint, b int, c bigint PRIMARY KEY, d numeric(10,2), e numeric, f real,"
                + " g double precision, h boolean, i text, j varchar(20), k char(3), l uuid, m date, n timestamp(3),"
                + " o timestamptz, p json, q jsonb, r bytea, s mood, t cents, u numeric(5),"
                + " v time(3), w timetz, x interval, y inet, z cidr, aa macaddr, ab macaddr8, ac int[][], ad"
                + " numeric(4, 1)[], ae mood[], af varchar(3)[], ag tags, ah numeric(3, -2), ai numeric(2, 4))");

        var shape = database.shape(TableDeclaration.of("public", "t"), PLACE);

        assertThat(shape.key()).containsExactly("c");
        assertThat(shape.columns().stream()
                        .map(column -> column.name() + " " + column.type() + (column.nullable() ? "" : " not null")))
                .containsExactly(
                        "a smallint",
                        "b integer",
                        "c bigint not null",
                        "d numeric(10,2)",
                        "e numeric",
                        "f real",
                        "g double",
                        "h boolean",
                        "i text",
                        "j text",
                        "k text",
                        "l uuid",
                        "m date",
                        "n timestamp",
                        "o timestamptz",
                        "p json",
                        "q json",
                        "r bytea",
                        "s text",
                        "t numeric(12,2)",
                        "u numeric(5,0)",
                        "v time",
                        "w timetz",
                        "x interval",
                        "y inet",
                        "z inet",
                        "aa macaddr",
                        "ab macaddr",
                        "ac integer[]",
                        "ad numeric(4,1)[]",
                        "ae text[]",
                        "af text[]",
                        "ag text[]",
                        "ah numeric",
                        "ai numeric");
    }

    @Test
    void compositeKeysKeepTheirOwnOrderAndOddNamesStayAsTheyAre() throws SQLException {
        database.query("CREATE SCHEMA \"My Shop\"; CREATE TABLE \"My Shop\".\"Order \"\"Lines\"\" é\""
                + " (\"Line No\" int, payload text, \"tenant;--\" uuid, PRIMARY KEY (\"tenant;--\", \"Line No\"))");

        var usual = TableDeclaration.of("My Shop", "Order \"Lines\" é");
        var shape = database.shape(
                with(usual, new ColumnsDeclaration(List.of(), List.of(), Map.of("Line No", "line_no"))), PLACE);

        assertThat(shape)
                .isEqualTo(new TableShape(
                        "My Shop",
                        "Order \"Lines\" é",
                        List.of(
                                new Column("line_no", "Line No", ColumnType.of(TypeName.INTEGER), false, true),
                                new Column("payload", ColumnType.of(TypeName.TEXT), true),
                                new Column("tenant;--", ColumnType.of(TypeName.UUID), false)),
                        List.of("tenant;--", "line_no")));
    }

    @Test
    void columnsThatAreLeftOutNeedNoTypeThatIsCarried() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, area polygon, name text)");
        var usual = TableDeclaration.of("public", "t");
        var excluding = with(usual, new ColumnsDeclaration(List.of(), List.of("area"), Map.of()));
        var including = with(usual, new ColumnsDeclaration(List.of("id"), List.of(), Map.of()));

        assertThat(database.shape(excluding, PLACE).columns())
                .extracting(Column::name)
                .containsExactly("id", "name");
        assertThat(database.shape(including, PLACE).columns())
                .extracting(Column::name)
                .containsExactly("id");
    }

    @Test
    void columnsAreRefusedWhereTheyAreDeclared() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, op text, name text, \"NAME\" text)");
        var usual = TableDeclaration.of("public", "t");

        assertThatThrownBy(() -> database.shape(
                        with(usual, new ColumnsDeclaration(List.of(), List.of("name", "nam"), Map.of())), PLACE))
                .hasMessage(
                        PLACE.at("columns.exclude[1]") + ": column \"nam\" is not in public.t (id, op, name, NAME)");
        assertThatThrownBy(() -> database.shape(
                        with(usual, new ColumnsDeclaration(List.of("name"), List.of(), Map.of())), PLACE))
                .hasMessageContaining("key column \"id\" of public.t is left out");
        assertThatThrownBy(() -> database.shape(usual, PLACE))
                .hasMessageContaining("column \"op\" has the name of a column that every Pinot current table has");
        assertThatThrownBy(() -> database.shape(
                        with(usual, new ColumnsDeclaration(List.of(), List.of(), Map.of("op", "op_code"))), PLACE))
                .hasMessageContaining("are both \"name\" to the query engines");
    }

    private static TableDeclaration with(TableDeclaration usual, ColumnsDeclaration columns) {
        return new TableDeclaration(
                usual.schema(),
                usual.table(),
                columns,
                usual.key(),
                usual.current(),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }

    @Test
    void aDeclaredKeyTakesThePlaceOfThePrimaryKey() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL)");

        assertThat(database.shape(withKey("code"), PLACE).key()).containsExactly("code");
    }

    @Test
    void aGeneratedColumnIsNotedAndNotCaptured() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)");
        var table = TableDeclaration.of("public", "t");

        assertThat(database.shape(table, PLACE).columns())
                .extracting(Column::name)
                .containsExactly("id");
        assertThat(database.generatedColumns(table, PLACE)).isEqualTo(Map.of("twice", "integer"));
        assertThat(database.seen(table).orElseThrow().generated()).isEqualTo(Map.of("twice", "integer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            CREATE TABLE t (id int PRIMARY KEY, tags xml[])   | :  column "tags" of public.t has the type xml[], which is not carried: add it to columns.exclude, or change its type
            CREATE TABLE t (id int PRIMARY KEY, at point)     | :  column "at" of public.t has the type point, which is not carried: add it to columns.exclude, or change its type
            CREATE TABLE t (tags text[] PRIMARY KEY)          | .key:  column "tags" of public.t is an array, which is no key here: name other columns
            CREATE TABLE u (id int PRIMARY KEY)               | .table:  table public.t is not in DATABASE (public has [u])
            CREATE VIEW t AS SELECT 1 AS id                   | .table:  public.t is a view, so PostgreSQL does not publish its changes: declare a table
            CREATE UNLOGGED TABLE t (id int PRIMARY KEY)      | .table:  public.t is not logged (temporary or unlogged), so PostgreSQL does not publish its changes: declare a table: ALTER TABLE "public"."t" SET LOGGED
            """)
    void whatCannotBeCapturedIsRefusedByName(String setup, String expected) throws SQLException {
        database.query(setup);

        assertThatThrownBy(() -> database.shape(TableDeclaration.of("public", "t"), PLACE))
                .isInstanceOf(Failure.class)
                .hasMessage("shop.yaml:4 tables[0]"
                        + expected.replace(":  ", ": ")
                                .replace("DATABASE", database.address().toString()));
    }

    @Test
    void aKeyThatIsNotThereNamesTheColumnsThatAre() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, code text)");

        assertThatThrownBy(() -> database.shape(withKey("idd"), PLACE))
                .isInstanceOf(Failure.class)
                .hasMessage("shop.yaml:4 tables[0].key: column \"idd\" is not in public.t (id, code)");
    }

    @Test
    void aKeyThatMayBeNullIsRefusedWithTheStatementThatMendsIt() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, code text)");

        assertThatThrownBy(() -> database.shape(withKey("code"), PLACE))
                .isInstanceOf(Failure.class)
                .hasMessage("shop.yaml:4 tables[0].key: column \"code\" of public.t may be NULL, and a key may not:"
                        + " ALTER TABLE \"public\".\"t\" ALTER COLUMN \"code\" SET NOT NULL");
    }

    @Test
    void theExampleIsSetUpOnce() throws SQLException {
        var sales = Pipelines.read(Path.of("../pipelines")).named("sales");
        var tables = sales.pipeline().tables();
        var setup = sales.setup().orElseThrow();

        var ran = List.of(database.setUp(tables, setup), database.setUp(tables, setup));

        assertThat(ran).containsExactly(true, false);
        assertThat(database.query("SELECT count(*), min(id), max(id), count(discount), count(DISTINCT category)"
                                + " FROM public.sales")
                        .rows())
                .containsExactly(List.of("1000", "5000", "5999", "400", "4"));
        assertThat(database.shape(tables.get(0), sales.table(0)).key()).containsExactly("id");
    }

    @Test
    void aSetupThatFailsLeavesNothing() throws Exception {
        var setup =
                Files.writeString(folder.resolve("broken.sql"), "CREATE TABLE t (id int); CREATE TABEL u (id int);");

        assertThatThrownBy(() -> database.setUp(List.of(TableDeclaration.of("public", "t")), setup))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(setup + ": ERROR: syntax error at or near \"TABEL\"")
                .hasMessageEndingWith("; nothing of the file was kept");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relname = 't'")
                        .rows())
                .isEmpty();
    }

    @Test
    void everyPartitionCarriesFullRowsAfterwards() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                + " CREATE TABLE \"t one\" PARTITION OF t FOR VALUES FROM (0) TO (10)");
        var table = TableDeclaration.of("public", "t");

        database.captureFully(table);

        assertThat(database.query("SELECT relreplident FROM pg_class WHERE relname IN ('t', 't one')")
                        .rows())
                .containsOnly(List.of("f"));
    }

    @Test
    void aRoleThatDoesNotOwnTheTableIsToldTheStatement() throws SQLException {
        database.query(
                "CREATE TABLE t (id int PRIMARY KEY); DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'");
        var owner = database.address();
        var guest =
                new SourceDatabase(new DatabaseAddress(owner.host(), owner.port(), owner.database(), "guest", "guest"));

        assertThatThrownBy(() -> guest.captureFully(TableDeclaration.of("public", "t")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("may not do this")
                .hasMessageEndingWith("run it as the owner: ALTER TABLE \"public\".\"t\" REPLICA IDENTITY FULL");
    }

    @Test
    void thePublicationFollowsTheDeclaration() throws SQLException {
        database.query("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE \"B b\" (id int PRIMARY KEY)");
        var a = TableDeclaration.of("public", "a");
        var b = TableDeclaration.of("public", "B b");

        var changed = List.of(
                database.publish("shop", List.of(a)),
                database.publish("shop", List.of(a)),
                database.publish("shop", List.of(a, b)),
                database.publish("shop", List.of(b)));

        assertThat(changed).containsExactly(true, false, true, true);
        assertThat(database.query("SELECT tablename FROM pg_publication_tables WHERE pubname = 'shop'")
                        .rows())
                .containsExactly(List.of("B b"));
        database.dropPublication("shop");
        database.dropPublication("shop");
        assertThat(database.query("SELECT 1 FROM pg_publication").rows()).isEmpty();
    }

    /** With REPLICA IDENTITY FULL the server refuses both while a generated column is not published. */
    @Test
    void rowsWithAGeneratedColumnAreStillChangedAndDeletedWhenTheyArePublished() throws SQLException {
        database.query("CREATE TABLE t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)");
        database.query("INSERT INTO t VALUES (1), (2)");
        database.query("CREATE PUBLICATION shop FOR TABLE t WITH (publish_via_partition_root = true)");
        var table = TableDeclaration.of("public", "t");

        database.captureFully(table);
        assertThat(database.publish("shop", List.of(table))).isTrue();

        assertThat(database.publish("shop", List.of(table))).isFalse();
        database.query("UPDATE t SET id = 3 WHERE id = 1");
        database.query("DELETE FROM t WHERE id = 2");
        assertThat(database.query("SELECT twice FROM t").rows()).containsExactly(List.of("6"));
    }

    @Test
    void aMarkerComesAfterWhatWasCommittedBefore() throws SQLException {
        database.query("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var before = database.flushedLsn();

        var marker = database.emitMarker();

        assertThat(marker).isGreaterThan(before);
        assertThat(database.flushedLsn()).isGreaterThan(marker);
    }

    @Test
    void aSlotIsSeenAndDroppedOnce() throws SQLException {
        database.query("SELECT pg_create_logical_replication_slot('lakehouse_shop', 'pgoutput')");

        var slot = database.slot("lakehouse_shop").orElseThrow();

        assertThat(slot.active()).isFalse();
        assertThat(slot.walStatus()).isEqualTo("reserved");
        assertThat(slot.confirmed())
                .hasValueSatisfying(lsn -> assertThat(lsn).isLessThanOrEqualTo(database.flushedLsn()));
        database.dropSlot("lakehouse_shop");
        database.dropSlot("lakehouse_shop");
        assertThat(database.slot("lakehouse_shop")).isEmpty();
    }

    @Test
    void valuesAreShownAsTheyAre() throws SQLException {
        var answer = database.query(
                "SELECT NULL::text AS n, '' AS e, 1.10::numeric(10,2) AS d,"
                        + " '2026-01-02 03:04:05.678901+02'::timestamptz AS t, true AS b, 0.1::float8 AS f, 'NaN'::numeric AS x");

        assertThat(answer.columns()).containsExactly("n", "e", "d", "t", "b", "f", "x");
        assertThat(answer.rows())
                .containsExactly(Arrays.asList(null, "", "1.10", "2026-01-02 01:04:05.678901+00", "t", "0.1", "NaN"));
    }

    @Test
    void aWriteTellsHowManyRowsItChanged() throws SQLException {
        database.query("CREATE TABLE t (id int)");

        var answer = database.query("INSERT INTO t SELECT generate_series(1, 7)");

        assertThat(answer.updated()).isEqualTo(7);
        assertThat(answer.rows()).isEmpty();
    }

    private static TableDeclaration withKey(String column) {
        var usual = TableDeclaration.of("public", "t");
        return new TableDeclaration(
                "public",
                "t",
                ColumnsDeclaration.ALL,
                List.of(column),
                usual.current(),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }
}
