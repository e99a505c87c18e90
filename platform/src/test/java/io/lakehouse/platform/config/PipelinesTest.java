package io.lakehouse.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.BronzeDeclaration;
import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.LakeDeclaration;
import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotSegment;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelinesTest {
    private static final String LEAST =
            """
            name: shop
            source: {database: shop}
            tables:
              - table: Order Lines
            """;

    @TempDir
    Path folder;

    @Test
    void theLeastDeclarationGetsEveryDefault() throws IOException {
        var declared = Pipelines.read(file("shop.yaml", LEAST)).named("shop");

        var pipeline = declared.pipeline();
        assertThat(pipeline.source()).isEqualTo(new Source.Embedded("shop", ""));
        assertThat(pipeline.tables()).containsExactly(TableDeclaration.of("public", "Order Lines"));
        assertThat(pipeline.tables().get(0).current().name()).isEqualTo("order_lines_current");
        assertThat(pipeline.tables().get(0).history().name()).isEqualTo("order_lines_history");
        assertThat(pipeline.tables().get(0).lake().name()).isEqualTo("order_lines_scd2");
        assertThat(pipeline.lake()).isEqualTo(new LakeDeclaration("default", "source_shop_scd2_checkpoint"));
        assertThat(pipeline.simulation()).isEqualTo(SimulationDeclaration.DEFAULT);
        assertThat(pipeline.rawTopic(pipeline.tables().get(0))).isEqualTo("shop.public.Order_Lines");
        assertThat(declared.setup()).isEmpty();
        assertThat(pipeline.enabled()).isTrue();
    }

    @Test
    void aPipelineThatIsNotEnabledIsFoundByItsNameAlone() throws IOException {
        file("shop.yaml", LEAST);
        file("tpch.yaml", "name: tpch\nenabled: false\nsource: {database: tpch}\ntables: [{table: orders}]\n");

        var pipelines = Pipelines.read(folder);

        assertThat(pipelines.enabled()).containsExactly(pipelines.named("shop"));
        assertThat(pipelines.named("tpch").pipeline().enabled()).isFalse();
    }

    @Test
    void everyFieldIsRead() throws IOException {
        var file = file(
                "shop.yaml",
                """
                name: shop
                source: {host: db, port: 6543, database: shop, user: cdc, password: {env: SHOP_PASSWORD}}
                tables:
                  - schema: sales
                    table: orders
                    key: [tenant, id]
                    current: {enabled: false}
                    history: {name: orders_log}
                    lake: {name: orders_versions, checks: [{name: price_not_negative, sql: "price >= 0"}]}
                    simulate:
                      update: [state]
                      hot: {keys: [[a, 1], [b, 2]], share: 0.5}
                      columns:
                        state: {choice: {open: 3, closed: 1}, nulls: 0.25}
                        price: {range: [0.5, 9.75]}
                        code: {pattern: "A-{###}"}
                        label: {lookup: {column: state, values: {open: Open}}}
                        at: {now: always}
                lake: {namespace: silver, checkpoint: runs}
                simulate: {seed: 7, rate: 12.5, mix: {insert: 1, update: 2, delete: 3}, several: {share: 0, statements: 2}, wide: {share: 0.3, statements: 9}, rollback: 0.1, savepoint: 0, key-update: 0.05, reinsert: 0, zipf: 1.1}
                """);

        var pipeline = Pipelines.read(folder).named("shop").pipeline();

        assertThat(file).exists();
        assertThat(pipeline.source())
                .isEqualTo(new Source.External(
                        "db", 6543, "shop", "cdc", new SecretReference.Environment("SHOP_PASSWORD")));
        var table = pipeline.tables().get(0);
        assertThat(table.key()).containsExactly("tenant", "id");
        assertThat(table.current().nameIfEnabled()).isEmpty();
        assertThat(table.history().nameIfEnabled()).isEqualTo("orders_log");
        assertThat(table.lake().checks()).containsExactly(new RowCheck("price_not_negative", "price >= 0"));
        assertThat(table.simulation().hotKeys()).containsExactly(List.of("a", "1"), List.of("b", "2"));
        assertThat(table.simulation().columns().get("price").rule())
                .isEqualTo(new ValueRule.Range(new BigDecimal("0.5"), new BigDecimal("9.75")));
        assertThat(table.simulation().columns().get("state").nullShare()).isEqualTo(0.25);
        assertThat(pipeline.lake()).isEqualTo(new LakeDeclaration("silver", "runs"));
        assertThat(pipeline.simulation())
                .isEqualTo(new SimulationDeclaration(
                        7,
                        12.5,
                        new SimulationDeclaration.Mix(1, 2, 3),
                        0,
                        2,
                        new SimulationDeclaration.Variety(0.3, 9, 0.1, 0, 0.05, 0.02, 0, 1.1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            textBlock =
                    """
            name: shop\\nsource: {database: d}\\ntabels: [] => :3 tabels: unknown field; did you mean tables? known: name, enabled, source, tables, capture, bronze, lake, batch, gold, simulate (the first of 2 mistakes: lakehouse connectors validate --shape-only tells all)
            name: shop\\nsource: {database: d} => :1 tables: missing; expected a list of tables
            name: Shop\\nsource: {database: d}\\ntables: [{table: t}] => :1 name: expected at most 40 lower-case letters, digits and _, beginning with a letter, found "Shop"
            name: shop\\nsource: {database: d}\\ntables: [] => :3 tables: expected at least one table
            name: shop\\nsource: {database: d}\\ntables:\\n  - table: t\\n    key: id => :5 tables[0].key: expected a list, found "id"
            name: shop\\nsource: {database: d}\\ntables:\\n  - table: t\\n    key: [id, id] => :5 tables[0].key[1]: column "id" stands twice
            name: shop\\nsource: {database: d}\\ntables:\\n  - {table: t}\\n  - {table: t} => :5 tables[1]: table public.t stands twice
            name: shop\\nsource: {database: d}\\ntables:\\n  - {table: t}\\n  - {table: T} => :5 tables[1].current.name: Pinot table "t_current" is already that of tables[0].current.name: give one of them another name
            name: shop\\nsource: {database: d}\\ntables:\\n  - table: t\\n    lake: {name: a-b} => :5 tables[0].lake.name: expected at most 120 lower-case letters, digits and _, beginning with a letter, found "a-b"
            name: shop\\nsource: {database: d}\\ntables:\\n  - table: t\\n    current: {enabled: yes} => :5 tables[0].current.enabled: expected true or false, found "yes"
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  columns: {include: [a], exclude: [b]} => :5 tables[0].columns.exclude: expected include or exclude, found both: keep one
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  key: [id]\\n  columns: {exclude: [id]} => :5 tables[0].key[0]: key column "id" is not captured: a key column cannot be excluded
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  columns:\\n    rename: {a.b: x, c: X} => :6 tables[0].columns.rename.c: "X" is already the name of column "a.b": give one of them another name
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  current: {retention: 7d} => :5 tables[0].current.retention: a current table takes no retention, since a row that did not change for that long would vanish: give it to history
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history: {retention: 36h} => :5 tables[0].history.retention: expected whole days, as 30d
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history: {retention: 7 days} => :5 tables[0].history.retention: expected a time as 30d, 6h, 15m or 20s, found "7 days"
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history:\\n    indexes:\\n      star_tree: [{dimensions: [region]}] => :7 tables[0].history.indexes.star_tree: Pinot makes no star-tree index for a table with upserts, which current and history both are (history tells a redelivered change by it): take it out
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history: {segment: {size: 10K}} => :5 tables[0].history.segment.size: expected a size as 200M or 1G, found "10K"
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history: {partitions: 0} => :5 tables[0].history.partitions: expected a number within 1 and 1000, found 0
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  lake: {track: [a], ignore: [b]} => :5 tables[0].lake.ignore: expected track or ignore, found both: keep one
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  current: off\\n  history: false\\n  lake: {enabled: false} => :4 tables[0]: current, history and lake are all off: enable one, or leave the table out
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  history: t_REALTIME => :5 tables[0].history.name: "t_REALTIME" ends as Pinot's own names do: leave _REALTIME and _OFFLINE out
            name: shop\\nsource: {database: d}\\ntables: [{table: t}]\\nbronze: {partition: week} => :4 bronze.partition: expected one of hour, day, found "week"
            name: shop\\nsource: {database: d}\\ntables: [{table: t}]\\nlake: {namespace: bronze} => :4 lake.namespace: "bronze" holds the bronze tables: name another namespace
            name: shop\\nsource: {database: d}\\ntables: [{table: t}]\\ncapture:\\n  snapshot.mode: initial\\n  slot.name: mine => :6 capture.slot.name: the platform sets this option itself: the field name sets it; take it out
            name: shop\\nsource: {database: d}\\ntables: [{table: t}]\\ncapture: {producer.override.sasl.jaas.config: hunter2} => :4 capture.producer.override.sasl.jaas.config: expected {env: NAME} or {file: PATH}, found a literal: a secret does not stand in a declaration
            name: shop\\npasword: x\\nsource: {database: d, s3-secret: hunter2}\\ntables: [{table: t}] => :2 pasword: unknown field; known: name, enabled, source, tables, capture, bronze, lake, batch, gold, simulate (the first of 2 mistakes: lakehouse connectors validate --shape-only tells all)
            name: shop\\nsource: {database: d, secret: hunter2}\\ntables: [{table: t}] => :2 source.secret: unknown field, and expected {env: NAME} or {file: PATH}, found a literal: a secret does not stand in a declaration
            name: shop\\nname: shop => :2 name: stands twice
            name: shop\\nsource: {host: h, database: d, user: u, password: hunter2}\\ntables: [{table: t}] => :2 source.password: expected {env: NAME} or {file: PATH}, found a literal: a secret does not stand in a declaration
            name: shop\\nsource:\\n  database: d\\n  user: u\\ntables: [{table: t}] => :4 source.user: belongs to a database of your own: add source.host, or leave it out
            name: shop\\nsource: {host: h, port: 70000, database: d, user: u, password: {env: P}}\\ntables: [{table: t}] => :2 source.port: expected a port within 1 and 65535, found "70000"
            name: [shop => :1: not YAML: expected ',' or ']', but got <stream end>
            name: shop\\nsource: {database: d}\\ntables: [{table: t}]\\nsimulate:\\n  mix: {insert: -1} => :5 simulate.mix: expected weights of insert, update and delete, none negative and one above 0
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  simulate:\\n    columns:\\n      a: {pattern: "x{"} => :7 tables[0].simulate.columns.a.pattern: expected {least..most}, {one|other} or {###} in "x{"
            name: shop\\nsource: {database: d}\\ntables:\\n- table: t\\n  simulate:\\n    columns:\\n      a: {lookup: {column: b, values: {}}} => :7 tables[0].simulate.columns.a.lookup.column: column "b" has no values declared: [a]
            """)
    void aWrongFieldIsNamedWithItsLine(String text, String expected) throws IOException {
        var file = file("shop.yaml", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> Pipelines.read(file))
                .isInstanceOf(Failure.class)
                .hasMessage(file + expected);
    }

    @Test
    void everyOptionOfATableIsRead() throws IOException {
        file(
                "shop.yaml",
                """
                name: shop
                source: {database: shop}
                tables:
                  - table: orders
                    columns: {exclude: [geom, "Card, No."], rename: {"Due Date": due_date}}
                    current:
                      name: orders_now
                      indexes: {inverted: [state], range: [due_date], json: [body], bloom: [customer], sorted: id}
                      partitions: 6
                      replication: 2
                      segment: {size: 1G, time: 6h}
                    history: {retention: 30d, segment: {rows: 5000}}
                    lake: {ignore: [seen_at]}
                  - {table: prices, current: prices_now, history: off, lake: false}
                capture: {snapshot.fetch.size: 2000, producer.override.ssl.key.password: {env: KEY_PASSWORD}}
                bronze: {partition: day, retention: 90d}
                """);

        var pipeline = Pipelines.read(folder).named("shop").pipeline();

        var orders = pipeline.tables().get(0);
        assertThat(orders.columns())
                .isEqualTo(new ColumnsDeclaration(
                        List.of(), List.of("geom", "Card, No."), Map.of("Due Date", "due_date")));
        assertThat(orders.current().options())
                .isEqualTo(new PinotTableOptions(
                        new PinotIndexes(
                                List.of("state"), List.of("due_date"), List.of("body"), List.of("customer"), "id"),
                        Duration.ZERO,
                        6,
                        2,
                        new PinotSegment(0, 1L << 30, Duration.ofHours(6))));
        assertThat(orders.history().options().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(orders.history().options().segment())
                .isEqualTo(new PinotSegment(5000, 200L << 20, Duration.ofHours(24)));
        assertThat(orders.lake().tracks("seen_at")).isFalse();
        var prices = pipeline.tables().get(1);
        assertThat(prices.current().nameIfEnabled()).isEqualTo("prices_now");
        assertThat(prices.history().enabled()).isFalse();
        assertThat(prices.lake().enabled()).isFalse();
        assertThat(pipeline.capture())
                .isEqualTo(new CaptureDeclaration(
                        Map.of("snapshot.fetch.size", "2000"),
                        Map.of("producer.override.ssl.key.password", new SecretReference.Environment("KEY_PASSWORD"))));
        assertThat(pipeline.bronze())
                .isEqualTo(new BronzeDeclaration(BronzeDeclaration.Partition.DAY, Duration.ofDays(90)));
    }

    @Test
    void aPlaceFoundLaterHasTheLineOfTheField() throws IOException {
        var file = file("shop.yaml", LEAST + "    key:\n      - idd\n");

        var place = Pipelines.read(file).named("shop").table(0);

        assertThat(place.at("key")).isEqualTo(file + ":6 tables[0].key");
        assertThat(place.at("key[0]")).isEqualTo(file + ":6 tables[0].key[0]");
        assertThat(place.at("current.name")).isEqualTo(file + ":4 tables[0].current.name");
    }

    @Test
    void aSecondPipelineMayNotShareAStore() throws IOException {
        var first = file("a.yaml", LEAST);
        var second = file("b.yaml", LEAST.replace("name: shop", "name: other"));

        assertThatThrownBy(() -> Pipelines.read(folder))
                .isInstanceOf(Failure.class)
                .hasMessage(second + ":4 tables[0].current.name: the Pinot table \"order_lines_current\" is already"
                        + " that of " + first
                        + ":4 tables[0].current.name: give one of them another name (the first of 3"
                        + " mistakes: lakehouse connectors validate --shape-only tells all)");
    }

    @Test
    void aWrongNameHidesNoOtherMistakeAndIsToldOnce() throws IOException {
        var file = file(
                "shop.yaml",
                "name: Shop\nsource: {database: d}\ntables: [{table: t}]\nlake: {namespace: 1}\nenabled: maybe\n");

        assertThat(Pipelines.examine(folder)).singleElement().satisfies(reading -> {
            assertThat(reading.file()).isEqualTo(file);
            assertThat(reading.pipeline()).isEmpty();
            assertThat(reading.mistakes())
                    .satisfiesExactly(
                            mistake -> assertThat(mistake).startsWith(file + ":1 name: expected at most 40"),
                            mistake -> assertThat(mistake).startsWith(file + ":4 lake.namespace: "),
                            mistake -> assertThat(mistake).startsWith(file + ":5 enabled: expected true or false"));
        });
    }

    @Test
    void anUnknownPipelineNamesThoseThatThereAre() throws IOException {
        file("shop.yaml", LEAST);

        assertThatThrownBy(() -> Pipelines.read(folder).named("sails"))
                .isInstanceOf(Failure.class)
                .hasMessage("no pipeline is named sails; declared are [shop]");
    }

    @Test
    void theExampleIsValid() {
        var sales = Pipelines.read(Path.of("../pipelines")).named("sales");

        assertThat(sales.setup()).hasValueSatisfying(setup -> assertThat(setup).exists());
        assertThat(sales.pipeline().tables().get(0).current().name()).isEqualTo("sales_current_3");
        assertThat(sales.pipeline().tables().get(0).simulation().hotKeys()).contains(List.of("5042"));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
