package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.RunningPostgres;
import io.lakehouse.platform.source.SourceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationIT {
    private static final String WITHOUT_CLOCK = "SELECT id, product_name, category, price, quantity, customer, region,"
            + " discount, note, status FROM public.sales ORDER BY id";

    /** Long, since other tests may have the machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    void oneSeedMakesTheSameRowsTwice() throws SQLException {
        var first = sales();
        var second = sales();

        var changes = List.of(simulate(first, 400, 7), simulate(second, 400, 7), simulate(sales(), 400, 8));

        assertThat(changes.get(1)).isEqualTo(changes.get(0));
        assertThat(changes.get(2)).isNotEqualTo(changes.get(0));
        assertThat(first.query(WITHOUT_CLOCK).rows())
                .isEqualTo(second.query(WITHOUT_CLOCK).rows());
    }

    @Test
    void theSummaryIsWhatTheTableHoldsAndKeepsTheMix() throws SQLException {
        var database = sales();
        var counted = new HashMap<Operation, Long>();

        var summary = new Simulation(database.address(), pipeline(), declared()::table)
                .run(load(600, Duration.ofSeconds(3), 3), new SimulationListener() {
                    @Override
                    public void committed(CommittedChange change) {
                        counted.merge(change.operation(), 1L, Long::sum);
                    }
                });

        assertThat(counted.get(Operation.CREATE)).isEqualTo(summary.inserts());
        assertThat(counted.get(Operation.UPDATE)).isEqualTo(summary.updates());
        assertThat(counted.get(Operation.DELETE)).isEqualTo(summary.deletes());
        assertThat(count(database)).isEqualTo(1000 + summary.inserts() - summary.deletes());
        assertThat((double) summary.inserts() / summary.changes()).isCloseTo(0.70, within(0.05));
        assertThat((double) summary.updates() / summary.changes()).isCloseTo(0.25, within(0.05));
        assertThat(summary.transactions()).isLessThan(summary.changes());
        assertThat(summary.rejected()).isZero();
        assertThat(summary.firstLsn().orElseThrow())
                .isLessThan(summary.lastLsn().orElseThrow());
    }

    @Test
    void aHotRowGetsSeveralVersionsAndStays() throws SQLException {
        var database = sales();
        var versions = new ArrayList<Operation>();

        new Simulation(database.address(), pipeline(), declared()::table)
                .run(load(0, Duration.ofSeconds(2), 1), new SimulationListener() {
                    @Override
                    public void committed(CommittedChange change) {
                        if (change.key().equals(List.of("5042"))) {
                            versions.add(change.operation());
                        }
                    }
                });

        assertThat(versions).hasSizeGreaterThanOrEqualTo(3).containsOnly(Operation.UPDATE);
        assertThat(database.query("SELECT 1 FROM public.sales WHERE id = 5042 AND updated_at > sale_ts")
                        .rows())
                .hasSize(1);
    }

    @Test
    void valuesFollowTheirRules() throws SQLException {
        var database = sales();

        simulate(database, 500, 5);

        assertThat(database.query("SELECT count(*) FILTER (WHERE price NOT BETWEEN 4.90 AND 899.99),"
                                + " count(*) FILTER (WHERE quantity NOT BETWEEN 1 AND 12),"
                                + " count(*) FILTER (WHERE customer !~ '^customer-[0-9]{1,3}$'),"
                                + " count(*) FILTER (WHERE product_name = 'Headlamp' AND category <> 'Outdoor'),"
                                + " count(*) FILTER (WHERE discount IS NULL) > 0,"
                                + " count(*) FILTER (WHERE discount IS NOT NULL) > 0,"
                                + " count(*) FILTER (WHERE sale_ts < now() - interval '10 minutes')"
                                + " FROM public.sales WHERE id >= 6000")
                        .rows())
                .containsExactly(List.of("0", "0", "0", "0", "t", "t", "0"));
    }

    @Test
    void aTableOfWhichNothingIsDeclaredIsFilledByItsTypes() throws Exception {
        var database = new SourceDatabase(postgres.create("types"));
        database.query("CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE \"Odd Table\" (\"the id\" uuid,"
                + " line int, a smallint, c bigint, d numeric(4,2) NOT NULL, e numeric, f real, g float8, h boolean,"
                + " i text, j varchar(5) NOT NULL, k char(3), m date, n timestamp, o timestamptz, p json, q jsonb,"
                + " r bytea, s mood NOT NULL, t int GENERATED ALWAYS AS (line + 1) STORED,"
                + " u bigint GENERATED ALWAYS AS IDENTITY, v time, w timetz, x interval, y inet, z cidr, aa macaddr,"
                + " ab macaddr8, ac smallint[], ad bigint[] NOT NULL, ae numeric(6,2)[], af float8[], ag boolean[],"
                + " ah text[] NOT NULL, ai varchar(4)[], aj char(3)[], ak uuid[], al date[], am time[], an timestamp[],"
                + " ao timestamptz[], ap interval[], aq json[], ar jsonb[], \"as\" bytea[], at mood[], au inet[],"
                + " PRIMARY KEY (\"the id\", line))");
        var file = Files.writeString(
                folder.resolve("types.yaml"),
                """
                name: types
                source: {database: types}
                tables: [{table: Odd Table, columns: {rename: {the id: the_id}}}]
                """);
        var declared = Pipelines.read(file).named("types");

        var summary = new Simulation(database.address(), declared.pipeline(), declared::table)
                .run(load(0, Duration.ofMinutes(1), 1).withMostChanges(300), SimulationListener.NONE);

        assertThat(summary.firstRejection()).isEmpty();
        assertThat(summary.updates()).isPositive();
        assertThat(summary.deletes()).isPositive();
        assertThat(database.query("SELECT count(v) > 0, count(z) > 0, count(ae) FILTER (WHERE cardinality(ae) > 1) > 0,"
                                + " count(ar) FILTER (WHERE ar[1] ->> 'word' <> '') > 0 FROM \"Odd Table\"")
                        .rows())
                .containsExactly(List.of("t", "t", "t", "t"));
        assertThat(database.query("SELECT count(*) FROM \"Odd Table\"").rows())
                .containsExactly(List.of(Long.toString(summary.inserts() - summary.deletes())));
    }

    @Test
    void aRestartOfTheDatabaseLosesAndDoublesNothing() throws Exception {
        var database = sales();
        var simulation = new Simulation(database.address(), pipeline(), declared()::table);
        var run = CompletableFuture.supplyAsync(
                () -> simulation.run(load(0, Duration.ofMinutes(5), 9), SimulationListener.NONE));
        Awaitility.await().atMost(PATIENCE).until(() -> count(database) > 1100);

        postgres.kill();
        postgres.restart();

        var afterwards = count(database);
        Awaitility.await().atMost(PATIENCE).until(() -> count(database) > afterwards + 50);
        simulation.stop();
        var summary = run.get(60, TimeUnit.SECONDS);
        assertThat(summary.reconnects()).isPositive();
        assertThat(summary.unresolved()).isZero();
        assertThat(count(database)).isEqualTo(1000 + summary.inserts() - summary.deletes());
    }

    @Test
    void anInterruptEndsItWithItsSummary() throws Exception {
        var database = sales();
        var summaries = new CompletableFuture<SimulationSummary>();
        var thread =
                new Thread(() -> summaries.complete(new Simulation(database.address(), pipeline(), declared()::table)
                        .run(load(50, Duration.ofHours(1), 2), SimulationListener.NONE)));
        thread.start();
        Awaitility.await().atMost(PATIENCE).until(() -> count(database) > 1010);

        thread.interrupt();

        var summary = summaries.get(20, TimeUnit.SECONDS);
        assertThat(count(database)).isEqualTo(1000 + summary.inserts() - summary.deletes());
        assertThat(summary.lastLsn()).isPresent();
    }

    @Test
    void rowsThatSomebodyElseDeletesAreMissedAndNotCounted() throws SQLException {
        var database = sales();
        var created = new ArrayList<String>();

        var summary = new Simulation(database.address(), pipeline(), declared()::table)
                .run(load(0, Duration.ofMinutes(1), 4).withMostChanges(400), new SimulationListener() {
                    private boolean emptied;

                    @Override
                    public void committed(CommittedChange change) {
                        if (change.operation() == Operation.CREATE) {
                            created.add("'" + change.key().get(0) + "'");
                        }
                        if (!emptied) {
                            emptied = true;
                            delete(database);
                        }
                    }
                });

        assertThat(summary.missed()).isPositive();
        assertThat(summary.rejected()).isZero();
        // Keys come back; those of rows that were there before do not, unless they were deleted and inserted again.
        assertThat(count(database, "id < 6000 AND id::text NOT IN (" + String.join(", ", created) + ")"))
                .isZero();
    }

    @Test
    void noChangeIsMadeBeforeItIsDue() throws SQLException {
        var summary = new Simulation(sales().address(), pipeline(), declared()::table)
                .run(load(100, Duration.ofMinutes(2), 2).withMostChanges(200), SimulationListener.NONE);

        // Transactions have four statements at most, and those of one are due together.
        assertThat(summary.changes()).isBetween(180L, 203L);
        assertThat(summary.duration()).isGreaterThan(Duration.ofMillis(1900));
    }

    @Test
    void aColumnThatIsNotThereIsNamed() throws Exception {
        var database = sales();
        var file = Files.writeString(
                folder.resolve("wrong.yaml"),
                """
                name: wrong
                source: {database: d}
                tables:
                  - table: sales
                    simulate:
                      columns:
                        prize: {range: [1, 2]}
                """);
        var declared = Pipelines.read(file).named("wrong");

        assertThatThrownBy(() -> new Simulation(database.address(), declared.pipeline(), declared::table)
                        .run(load(1, Duration.ofSeconds(1), 1), SimulationListener.NONE))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(file + ":7 tables[0].simulate.columns.prize: column \"prize\" is not in"
                        + " public.sales (id, product_name,");
    }

    /** Makes so many changes and returns those of each row, in their order. */
    private static Map<List<String>, List<Operation>> simulate(SourceDatabase database, int changes, long seed) {
        var made = new HashMap<List<String>, List<Operation>>();
        new Simulation(database.address(), pipeline(), declared()::table)
                .run(load(0, Duration.ofMinutes(15), seed).withMostChanges(changes), new SimulationListener() {
                    @Override
                    public void committed(CommittedChange change) {
                        made.computeIfAbsent(change.key(), key -> new ArrayList<>())
                                .add(change.operation());
                    }
                });
        return made;
    }

    private static SourceDatabase sales() {
        var database = new SourceDatabase(postgres.create("sales " + databases++));
        database.setUp(pipeline().tables(), declared().setup().orElseThrow());
        return database;
    }

    private static DeclaredPipeline declared() {
        return Pipelines.read(Path.of("../pipelines")).named("sales");
    }

    private static Pipeline pipeline() {
        return declared().pipeline();
    }

    private static SimulationLoad load(double rate, Duration duration, long seed) {
        return new SimulationLoad(rate, duration, seed);
    }

    private static void delete(SourceDatabase database) {
        try {
            database.query("DELETE FROM public.sales WHERE id < 6000");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(SourceDatabase database) throws SQLException {
        return count(database, "true");
    }

    private static long count(SourceDatabase database, String condition) throws SQLException {
        var answer = database.query("SELECT count(*) FROM public.sales WHERE " + condition);
        return Long.parseLong(String.valueOf(answer.rows().get(0).get(0)));
    }
}
