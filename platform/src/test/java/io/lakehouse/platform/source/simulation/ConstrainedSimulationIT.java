package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.RunningPostgres;
import io.lakehouse.platform.source.SourceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code odd_shop}, of whose schema its declaration says nothing, with every kind of constraint. */
class ConstrainedSimulationIT {
    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static int databases;

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(folder.resolve("home"));
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void noStatementBreaksAConstraintAndEveryTableIsChangedInEveryWay() throws SQLException {
        var database = shop();

        var summary = run(database, shopDeclared(), load(5000, 4));

        assertThat(summary.firstRejection()).isEmpty();
        assertThat(summary.missed()).isZero();
        assertThat(summary.rolledBack()).isPositive();
        assertThat(summary.tables()).hasSize(7);
        assertThat(summary.tables().values()).allSatisfy(counts -> {
            assertThat(counts.inserts()).isPositive();
            assertThat(counts.updates()).isPositive();
            assertThat(counts.deletes()).isPositive();
        });
    }

    @Test
    void theSummaryCountsWhatForeignKeysBringAboutToo() throws SQLException {
        var database = shop();

        var summary = run(database, shopDeclared(), load(3000, 4));

        for (var table : summary.tables().entrySet()) {
            var name = table.getKey().split("\\.", 2);
            assertThat(database.query("SELECT count(*) FROM \"" + name[0] + "\".\"" + name[1] + "\"")
                            .rows())
                    .as(table.getKey())
                    .containsExactly(List.of(Long.toString(
                            table.getValue().inserts() - table.getValue().deletes())));
        }
    }

    @Test
    void oneSeedOnOneConnectionMakesTheSameRowsTwice() throws SQLException {
        var contents = List.of(contents(1), contents(1), contents(2));

        assertThat(contents.get(1)).isEqualTo(contents.get(0));
        assertThat(contents.get(2)).isNotEqualTo(contents.get(0));
    }

    @Test
    void aCheckThatNothingFulfilsIsNamed() throws Exception {
        var database = new SourceDatabase(postgres.create("hopeless"));
        database.query("CREATE TABLE t (id int PRIMARY KEY, iban text NOT NULL,"
                + " CONSTRAINT \"iban is valid\" CHECK (iban ~ '^[A-Z]{2}[0-9]{20}$'))");

        assertThatThrownBy(() -> run(database, declared("t", ""), load(10, 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("break its check \"iban is valid\" of iban, (iban ~ '^[A-Z]{2}[0-9]{20}$'::text)")
                .hasMessageEndingWith("declare rules for these columns under simulate.columns");
        var summary = run(
                database,
                declared("t", "simulate: {columns: {iban: {pattern: '{DE|FR}{##########}{##########}'}}}"),
                load(50, 1));
        assertThat(summary.inserts()).isPositive();
        assertThat(summary.rejected()).isZero();
    }

    @Test
    void whatATriggerRefusesEndsWithItsReason() throws Exception {
        var database = new SourceDatabase(postgres.create("refusing"));
        database.query("CREATE TABLE t (id int PRIMARY KEY); CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql"
                + " AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;"
                + " CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()");

        assertThatThrownBy(() -> run(database, declared("t", ""), load(1000, 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("in a row, the last with: ERROR: not today");
    }

    @Test
    void aParentWithoutRowsThatIsNotDeclaredIsNamed() throws Exception {
        var database = new SourceDatabase(postgres.create("orphans"));
        database.query("CREATE TABLE p (id int PRIMARY KEY);"
                + " CREATE TABLE t (id int PRIMARY KEY, parent int NOT NULL CONSTRAINT \"the parent\" REFERENCES p)");

        assertThatThrownBy(() -> run(database, declared("t", ""), load(10, 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("public.t references public.p by \"the parent\", which has no rows");
    }

    @Test
    void aCircleThatNoFirstRowCanEnterIsToldAsOne() throws Exception {
        var database = new SourceDatabase(postgres.create("circle"));
        database.query("CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL);"
                + " CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);"
                + " ALTER TABLE a ADD CONSTRAINT \"to b\" FOREIGN KEY (b) REFERENCES b");

        assertThatThrownBy(() -> run(database, declared("a", "", "  - table: b"), load(10, 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("\"to b\", which has no rows and cannot get a first one")
                .hasMessageEndingWith("insert rows of such a circle once, by hand");
    }

    @Test
    void aNullThatMayStandOnceIsMadeOnce() throws Exception {
        var database = new SourceDatabase(postgres.create("one null"));
        database.query("CREATE TABLE t (id int PRIMARY KEY, a int, UNIQUE NULLS NOT DISTINCT (a))");

        var summary = run(database, declared("t", ""), load(400, 4));

        assertThat(summary.firstRejection()).isEmpty();
        assertThat(summary.inserts()).isGreaterThan(50);
    }

    @Test
    void aTableThatIsChangedMeanwhileIsToldAsSuch() throws Exception {
        var database = new SourceDatabase(postgres.create("changed"));
        database.query("CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE)");
        var declared = declared("t", "");
        var simulation = new Simulation(database.address(), declared.pipeline(), declared::table);

        assertThatThrownBy(() -> simulation.run(load(100_000, 1), new SimulationListener() {
                    private boolean isChanged;

                    @Override
                    public void committed(CommittedChange change) {
                        if (!isChanged) {
                            isChanged = true;
                            alter(database, "ALTER TABLE t ALTER a TYPE text");
                        }
                    }
                }))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("simulate again, which reads the tables anew");
    }

    private static void alter(SourceDatabase database, String sql) {
        try {
            database.query(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTableThatIsFullIsUpdatedAndNotBroken() throws Exception {
        var database = new SourceDatabase(postgres.create("full"));
        database.query("CREATE TYPE colour AS ENUM ('red', 'green', 'blue');"
                + " CREATE TABLE t (colour colour PRIMARY KEY, n int CHECK (n IN (1, 2)) )");

        var summary = run(database, declared("t", ""), load(200, 4));

        assertThat(summary.rejected()).isZero();
        assertThat(summary.inserts() - summary.deletes()).isBetween(0L, 3L);
        assertThat(summary.updates()).isPositive();
    }

    @Test
    void hotRowsFollowZipfsLaw() throws Exception {
        var database = new SourceDatabase(postgres.create("zipf"));
        database.query(
                "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT i, 0 FROM generate_series(1, 500) AS i");
        var declared = declared("t", "", "simulate: {zipf: 1.2, mix: {update: 1}, key-update: 0}");
        var updates = new HashMap<List<String>, Integer>();

        new Simulation(database.address(), declared.pipeline(), declared::table)
                .run(load(4000, 4), new SimulationListener() {
                    @Override
                    public void committed(CommittedChange change) {
                        updates.merge(change.key(), 1, Integer::sum);
                    }
                });

        var total = updates.values().stream().mapToInt(Integer::intValue).sum();
        var hottest =
                updates.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        // 1 / (1 + 2^-1.2 + ... + 500^-1.2) is 0.237.
        assertThat((double) hottest / total).isBetween(0.20, 0.28);
    }

    private static Map<String, List<List<String>>> contents(long seed) throws SQLException {
        var database = shop();
        run(database, shopDeclared(), load(1500, 1).withSeed(seed));
        return shopDeclared().pipeline().tables().stream().collect(Collectors.toMap(table -> table.table(), table -> {
            try {
                // Defaults are the server's: its clock, and numbers of its own.
                var columns = table.table().equals("Order")
                        ? "\"Order Id\", tenant, customer, seller, total, details, raw"
                        : "*";
                return database
                        .query("SELECT " + columns + " FROM \"Odd Shop\".\"" + table.table() + "\" ORDER BY 1, 2")
                        .rows()
                        .stream()
                        .map(row -> row.stream().map(String::valueOf).toList())
                        .toList();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private static SimulationSummary run(SourceDatabase database, DeclaredPipeline declared, SimulationLoad load) {
        return new Simulation(database.address(), declared.pipeline(), declared::table)
                .run(load, SimulationListener.NONE);
    }

    private static SimulationLoad load(int changes, int connections) {
        return new SimulationLoad(0, Duration.ofMinutes(15), 7)
                .withMostChanges(changes)
                .withConnections(connections);
    }

    private static SourceDatabase shop() throws SQLException {
        var database = new SourceDatabase(postgres.create("shop " + databases++));
        var declared = shopDeclared();
        database.setUp(declared.pipeline().tables(), declared.setup().orElseThrow());
        return database;
    }

    private static DeclaredPipeline shopDeclared() {
        return Pipelines.read(Path.of("../pipelines")).named("odd_shop");
    }

    private static DeclaredPipeline declared(String table, String simulation) throws Exception {
        return declared(table, simulation, "");
    }

    private static DeclaredPipeline declared(String table, String tableFields, String fields) throws Exception {
        var file = Files.writeString(
                folder.resolve("declared.yaml"),
                """
                name: declared
                source: {database: d}
                tables:
                  - table: %s
                    %s
                %s
                """
                        .formatted(table, tableFields, fields));
        return Pipelines.read(file).named("declared");
    }
}
