package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.stream.Topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinePlanTest {
    private static final LakeAddress LAKE = new LakeAddress(
            "http://nessie/api/v2", "main", "s3://bucket/warehouse", "http://s3", "us-east-1", "/keys.properties");
    private static final Path CHECKPOINTS = Path.of("/checkpoints/shop-x");

    private static final TableDeclaration ORDERS = TableDeclaration.of("public", "orders");
    private static final TableDeclaration ONLY_CURRENT = stores("prices", true, false, false);
    private static final TableDeclaration ONLY_LAKE = stores("Ledger & more", false, false, true);

    @Test
    void everyStoreThatIsOnHasATopicOrATableAndEveryOtherNone() {
        var plan = plan(ORDERS, ONLY_CURRENT, ONLY_LAKE);

        assertThat(plan.routes())
                .containsExactly(
                        new TableRoute(
                                shape(ORDERS), "shop.public.orders", "orders_current", "orders_history", "orders_scd2"),
                        new TableRoute(shape(ONLY_CURRENT), "shop.public.prices", "prices_current", "", ""),
                        new TableRoute(shape(ONLY_LAKE), "shop.public.Ledger___more", "", "", "ledger___more_scd2"));
    }

    @Test
    void aTopicTakesWhatItsConnectorMaySend() {
        var plan = plan(ORDERS);
        var pipeline = plan.pipeline();
        var longer = new Pipeline(
                pipeline.name(),
                pipeline.source(),
                pipeline.tables(),
                new CaptureDeclaration(Map.of(CaptureDeclaration.LONGEST_MESSAGE, "40000000"), Map.of()),
                pipeline.bronze(),
                pipeline.lake(),
                pipeline.batch(),
                pipeline.gold(),
                pipeline.simulation(),
                pipeline.enabled());

        assertThat(plan.topics())
                .filteredOn(topic -> topic.name().equals("shop.public.orders"))
                .allMatch(topic -> topic.settings().get("max.message.bytes").equals("33554432"));
        assertThat(new PipelinePlan(longer, plan.routes()).topics())
                .filteredOn(topic -> List.of("shop.public.orders", "orders_current", "orders_history")
                        .contains(topic.name()))
                .hasSize(3)
                .allMatch(topic -> topic.settings().get("max.message.bytes").equals("40000000"));
    }

    @Test
    void topicsAreThoseOfTheTablesTheDeadLettersTheRoutesTheMarkersAndTheHeartbeats() {
        var topics = plan(ORDERS, ONLY_LAKE).topics();

        assertThat(topics)
                .extracting(Topic::name, Topic::partitions)
                .containsExactly(
                        tuple("shop.public.orders", PipelinePlan.PARTITIONS),
                        tuple("orders_current", PipelinePlan.PARTITIONS),
                        tuple("orders_history", PipelinePlan.PARTITIONS),
                        tuple("shop.public.Ledger___more", PipelinePlan.PARTITIONS),
                        tuple("shop.dead-letters", 1),
                        tuple("shop.dead-letters.replayed", 1),
                        tuple("shop.routes", 1),
                        tuple("shop.message", 1),
                        tuple("__debezium-heartbeat.shop", 1));
    }

    @Test
    void onlyStateIsCompactedAndDeadLettersAreNeverDropped() {
        var topics = plan(ORDERS).topics();

        assertThat(topics)
                .filteredOn(topic -> topic.settings().containsKey("cleanup.policy"))
                .allSatisfy(topic -> assertThat(topic.settings()).containsEntry("cleanup.policy", "compact"))
                .extracting(Topic::name)
                .containsExactly("orders_current", "shop.dead-letters.replayed", "shop.routes");
        assertThat(topics)
                .filteredOn(topic -> topic.name().equals("shop.dead-letters"))
                .singleElement()
                .satisfies(topic -> assertThat(topic.settings()).containsEntry("retention.ms", "-1"));
    }

    @Test
    void theRealTimeJobReadsEveryTableInItsOwnGroup() {
        var plan = plan(ORDERS, ONLY_CURRENT);

        var job = plan.realtimeJob(KafkaAddress.open("kafka:9092"), CHECKPOINTS);

        assertThat(job.pipeline()).isEqualTo("shop");
        assertThat(job.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(job.groupId()).isEqualTo("lakehouse.shop.realtime");
        assertThat(job.deadLetterTopic()).isEqualTo("shop.dead-letters");
        assertThat(job.checkpointDirectory()).startsWith("file:///checkpoints/shop-x");
        assertThat(job.tables()).isEqualTo(plan.routes());
    }

    @Test
    void aJobIsTheSameBeforeAndAfterItsFolderExists(@TempDir Path folder) throws IOException {
        var checkpoints = folder.resolve("shop realtime");
        var before = plan(ORDERS).realtimeJob(KafkaAddress.open("kafka:9092"), checkpoints);

        Files.createDirectories(checkpoints);

        assertThat(plan(ORDERS).realtimeJob(KafkaAddress.open("kafka:9092"), checkpoints))
                .isEqualTo(before);
    }

    @Test
    void theBronzeJobReadsTheTablesOfTheLakeOnly() {
        var plan = plan(ORDERS, ONLY_CURRENT, ONLY_LAKE);

        var job = plan.bronzeJob(KafkaAddress.open("kafka:9092"), CHECKPOINTS, LAKE);

        assertThat(job.groupId()).isEqualTo("lakehouse.shop.bronze");
        assertThat(job.lake()).isEqualTo(LAKE);
        assertThat(job.bronzeTable()).isEqualTo("shop");
        assertThat(job.tables())
                .extracting(TableRoute::rawTopic)
                .containsExactly("shop.public.orders", "shop.public.Ledger___more");
    }

    @Test
    void aBatchKnowsItsRunItsReportAndTheTablesOfTheLake() {
        var plan = plan(ORDERS, ONLY_CURRENT);

        var batch = plan.batch("run-1", LAKE, Path.of("/reports/run-1.json"), List.of("run-0"));

        assertThat(batch.runId()).isEqualTo("run-1");
        assertThat(batch.reportFile()).isEqualTo("/reports/run-1.json");
        assertThat(batch.abandoned()).containsExactly("run-0");
        assertThat(batch.silverNamespace()).isEqualTo("default");
        assertThat(batch.checkpointTable()).isEqualTo("source_shop_scd2_checkpoint");
        assertThat(batch.tables()).extracting(TableRoute::silverTable).containsExactly("orders_scd2");
    }

    @Test
    void aPipelineWhoseTablesStayOutOfTheLakeHasNoLakeAndNoBronzeJob() {
        var plan = plan(ONLY_CURRENT);

        assertThat(plan.hasRealtime()).isTrue();
        assertThat(plan.hasLake()).isFalse();
        assertThatThrownBy(() -> plan.bronzeJob(KafkaAddress.open("kafka:9092"), CHECKPOINTS, LAKE))
                .hasMessageContaining("pipeline shop");
    }

    @Test
    void aPipelineWhoseTablesStayOutOfPinotHasNoRealTimeLane() {
        var plan = plan(ONLY_LAKE);

        assertThat(plan.hasRealtime()).isFalse();
        assertThat(plan.hasLake()).isTrue();
    }

    private static PipelinePlan plan(TableDeclaration... tables) {
        var pipeline = Pipeline.of("shop", new Source.Embedded("shop", ""), List.of(tables));
        return PipelinePlan.of(
                pipeline, Arrays.stream(tables).map(PipelinePlanTest::shape).toList());
    }

    private static TableShape shape(TableDeclaration table) {
        return new TableShape(
                table.schema(),
                table.table(),
                List.of(new Column("id", ColumnType.of(TypeName.BIGINT), false)),
                List.of("id"));
    }

    private static TableDeclaration stores(String table, boolean current, boolean history, boolean lake) {
        var usual = TableDeclaration.of("public", table);
        return new TableDeclaration(
                "public",
                table,
                ColumnsDeclaration.ALL,
                List.of(),
                new PinotTableDeclaration(current, usual.current().name(), PinotTableOptions.DEFAULTS),
                new PinotTableDeclaration(history, usual.history().name(), PinotTableOptions.DEFAULTS),
                new Scd2Declaration(lake, usual.lake().name(), List.of(), List.of()),
                usual.simulation());
    }
}
