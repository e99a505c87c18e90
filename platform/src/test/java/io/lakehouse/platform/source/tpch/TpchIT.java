package io.lakehouse.platform.source.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.RunningPostgres;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.Sql;
import io.lakehouse.platform.source.simulation.Simulation;
import io.lakehouse.platform.source.simulation.SimulationListener;
import io.lakehouse.platform.source.simulation.SimulationLoad;
import io.lakehouse.platform.source.tpch.TpchLoad.Present;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code tpch} on a real PostgreSQL. */
class TpchIT {
    private static final ScaleFactor SMALL = ScaleFactor.of("0.01");

    @TempDir
    static Path folder;

    private static RunningPostgres postgres;
    private static SourceDatabase small;
    private static Map<String, Long> rows = Map.of();
    private static int databases;

    @BeforeAll
    static void start() throws Exception {
        postgres = RunningPostgres.in(folder.resolve("home"));
        small = tables();
        rows = new TpchLoad(small.address(), pipeline()).load(SMALL, 5, Present.KEPT, LoadProgress.SILENT);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    /** Clause 4.2.5.1; line items have no formula, 60175 is what every implementation of the generator makes. */
    @Test
    void everyTableHasTheRowsThatTheSpecificationSays() throws SQLException {
        assertThat(rows)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "region", 5L,
                        "nation", 25L,
                        "part", 2_000L,
                        "supplier", 100L,
                        "partsupp", 8_000L,
                        "customer", 1_500L,
                        "orders", 15_000L,
                        "lineitem", 60_175L));
        for (var table : rows.entrySet()) {
            assertThat(number(small, "SELECT count(*) FROM " + table.getKey())).isEqualTo(table.getValue());
        }
        // Query 6 of the specification, of the quantities and prices of line items.
        assertThat(small.query(
                                "SELECT sum(l_extendedprice * l_discount) FROM lineitem WHERE l_shipdate >= '1994-01-01'"
                                        + " AND l_shipdate < '1995-01-01' AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24")
                        .rows())
                .containsExactly(List.of("1193053.2253"));
    }

    @Test
    void aRefreshReplacesAThousandthOfTheOrdersAndOneSeedRepeatsIt() throws SQLException {
        var first = copy();
        var other = copy();
        var second = tables();
        new TpchLoad(second.address(), pipeline()).load(SMALL, 5, Present.KEPT, LoadProgress.SILENT);
        var before = hashes(first);
        assertThat(hashes(second)).isEqualTo(before);

        for (int pair = 1; pair <= 2; pair++) {
            var done = refresh(first).next(OptionalLong.empty());
            assertThat(done.number()).isEqualTo(pair);
            assertThat(done.insertedOrders()).isEqualTo(15);
            assertThat(done.insertedLineItems()).isBetween(15L, 105L);
            assertThat(done.deletedOrders()).isEqualTo(15);
            assertThat(done.deletedLineItems()).isBetween(15L, 105L);
            // 15 orders, 15 line items, 15 customers and 15 parts with 4 suppliers each.
            assertThat(done.updated()).isEqualTo(15 + 15 + 15 + 15 * 4);
            assertThat(refresh(second).next(OptionalLong.empty())).isEqualTo(done);
            refresh(other).next(OptionalLong.of(6));
        }

        var after = hashes(first);
        assertThat(hashes(second)).isEqualTo(after);
        assertThat(number(first, "SELECT count(*) FROM orders")).isEqualTo(15_000);
        assertThat(number(first, "SELECT count(*) FROM orders WHERE o_orderkey % 32 BETWEEN 8 AND 15"))
                .isEqualTo(30);
        for (var unchanged : List.of("region", "nation", "part", "supplier")) {
            assertThat(after.get(unchanged)).isEqualTo(before.get(unchanged));
        }
        for (var changed : List.of("orders", "lineitem", "customer", "partsupp")) {
            assertThat(after.get(changed))
                    .isNotEqualTo(before.get(changed))
                    .isNotEqualTo(hashes(other).get(changed));
        }
    }

    @Test
    void rowsThatAreThereAreKeptUnlessAskedOtherwise() throws SQLException {
        var database = copy();
        refresh(database).next(OptionalLong.of(9));
        var load = new TpchLoad(database.address(), pipeline());

        assertThatThrownBy(() -> load.load(SMALL, 1, Present.KEPT, LoadProgress.SILENT))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("public.region holds rows: --drop truncates the tables of TPC-H first");
        load.load(SMALL, 1, Present.REPLACED, LoadProgress.SILENT);

        assertThat(number(database, "SELECT count(*) FROM orders")).isEqualTo(15_000);
        var done = refresh(database).next(OptionalLong.empty());
        assertThat(done.number()).isEqualTo(1);
    }

    @Test
    void whatWasNotLoadedIsNotRefreshed() throws SQLException {
        var database = tables();

        assertThatThrownBy(() -> refresh(database).next(OptionalLong.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("public.orders was not filled by load");
    }

    @Test
    void whatIsNotThereIsNotRefreshedEither() throws SQLException {
        var nowhere = postgres.create("without tables");

        assertThatThrownBy(() -> new TpchRefresh(nowhere, declared().pipeline()).next(OptionalLong.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("load it first");
        assertThatThrownBy(() -> new TpchRefresh(
                                nowhere.withDatabase("nowhere"), declared().pipeline())
                        .next(OptionalLong.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("load it first");
    }

    @Test
    void aPipelineWithoutTheTablesIsNamed() {
        var sales = Pipelines.read(Path.of("../pipelines")).named("sales").pipeline();

        assertThatThrownBy(() -> new TpchLoad(postgres.create("sales"), sales))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("pipeline sales", "region, nation, part, supplier, partsupp, customer, orders");
    }

    @Test
    void simulateChangesTheLoadedTablesToo() throws SQLException {
        var database = copy();
        var declared = declared();

        var summary = new Simulation(database.address(), declared.pipeline(), declared::table)
                .run(new SimulationLoad(0, Duration.ofMinutes(2), 3).withMostChanges(500), SimulationListener.NONE);

        assertThat(summary.firstRejection()).isEmpty();
        assertThat(summary.missed()).isZero();
        assertThat(summary.changes()).isPositive();
    }

    private static Map<String, String> hashes(SourceDatabase database) throws SQLException {
        var hashes = new LinkedHashMap<String, String>();
        for (var table : LoadedTable.of(pipeline())) {
            hashes.put(
                    table.name(),
                    String.valueOf(
                            database.query("SELECT md5(string_agg(t::text, ';' ORDER BY t::text COLLATE \"C\")) FROM "
                                            + table.quoted() + " AS t")
                                    .rows()
                                    .get(0)
                                    .get(0)));
        }
        return hashes;
    }

    private static long number(SourceDatabase database, String sql) throws SQLException {
        return Long.parseLong(String.valueOf(database.query(sql).rows().get(0).get(0)));
    }

    private static TpchRefresh refresh(SourceDatabase database) {
        return new TpchRefresh(database.address(), pipeline());
    }

    /** A database with what was loaded before the tests. */
    private static SourceDatabase copy() throws SQLException {
        var name = "tpch " + databases++;
        new SourceDatabase(small.address().withDatabase("postgres"))
                .query("CREATE DATABASE " + Sql.quoted(name) + " TEMPLATE "
                        + Sql.quoted(small.address().database()));
        return new SourceDatabase(small.address().withDatabase(name));
    }

    private static SourceDatabase tables() {
        var database = new SourceDatabase(postgres.create("tpch " + databases++));
        database.setUp(pipeline().tables(), declared().setup().orElseThrow());
        return database;
    }

    private static DeclaredPipeline declared() {
        return Pipelines.read(Path.of("../pipelines")).named("tpch");
    }

    private static Pipeline pipeline() {
        return declared().pipeline();
    }
}
