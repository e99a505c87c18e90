package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Comparison;
import io.lakehouse.platform.plan.diff.FieldChange;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotRelease;
import io.lakehouse.platform.realtime.PinotTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline should consist of, as fields that are compared. */
class PipelineTargetTest {
    @TempDir
    Path folder;

    @Test
    void everyLaneHasItsObjects() {
        assertThat(target(Selection.ALL, "id").resources())
                .extracting(Resource::kind)
                .containsOnlyOnce(Kind.PUBLICATION, Kind.CONNECTOR, Kind.SLOT, Kind.REPLICA_IDENTITY)
                .contains(Kind.TOPIC, Kind.PINOT_SCHEMA, Kind.PINOT_TABLE, Kind.FLINK_JOB);
        assertThat(target(Selection.ALL, "id").resources())
                .filteredOn(resource -> resource.kind() == Kind.HYBRID_VIEW)
                .extracting(Resource::name)
                .containsExactly("sales.sales_versions", "sales.sales_now");
        assertThat(target(Selection.REALTIME, "id").resources())
                .extracting(Resource::kind)
                .doesNotContain(Kind.HYBRID_VIEW);
        assertThat(target(Selection.LAKE, "id").resources())
                .extracting(Resource::kind)
                .doesNotContain(Kind.PINOT_TABLE, Kind.PINOT_SCHEMA);
        assertThat(target(Selection.REALTIME, "id").jobs())
                .extracting(job -> job.name())
                .containsExactly("sales realtime");
    }

    @Test
    void noSecretStandsInWhatIsCompared() {
        assertThat(target(Selection.ALL, "id").resources().toString()).doesNotContain("s3.secret-key");
        assertThat(target(Selection.ALL, "id").connector().get("database.password"))
                .startsWith("${file:");
    }

    @Test
    void whatPinotFillsInIsNoDifferenceAndWhatSomebodyChangedIs() {
        var table = target(Selection.ALL, "id").pinotTables().get(0);
        var schema = (ObjectNode) table.schema().deepCopy();
        ((ObjectNode) schema.path("dimensionFieldSpecs").get(0)).put("defaultNullValue", "-1");
        var config = (ObjectNode) table.config().deepCopy();
        config.put("isDimTable", false);
        ((ObjectNode) config.path("segmentsConfig")).remove("retentionTimeUnit");
        ((ObjectNode) config.path("segmentsConfig")).put("replication", 2);

        var plan = Comparison.plan(
                PipelineTarget.resources(table),
                PipelineTarget.resources(new PinotTable(table.name(), schema, config)),
                List.of());

        assertThat(plan.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.PINOT_TABLE);
            assertThat(change.fields()).containsExactly(new FieldChange("segmentsConfig.replication", "2", "1"));
        });
    }

    @Test
    void theSpecOfAJobIsComparedTableByTableWithoutColumnsSinceARunningJobIsToldOfThose() throws Exception {
        var job = target(Selection.ALL, "id").jobs().get(0);
        var pretty = JsonRest.JSON.readTree(job.arguments().get(1)).toPrettyString();

        var fields = JobFields.of(pretty);

        assertThat(fields)
                .isEqualTo(JobFields.of(job.arguments().get(1)))
                .containsEntry("groupId", "lakehouse.sales.realtime")
                .containsEntry("public.sales key", "id")
                .containsEntry("public.sales currentTopic", "sales_current_3")
                .doesNotContainKey("public.sales column id");
        assertThat(JobFields.of("no json")).isEmpty();
    }

    @Test
    void anotherKeyIsRefusedByEveryStoreThatHoldsRowsUnderIt() {
        var plan = Comparison.plan(
                target(Selection.ALL, "id").resources(),
                target(Selection.ALL, "region").resources(),
                List.of());

        assertThat(plan.refused())
                .extracting(Change::title)
                .containsExactlyInAnyOrder(
                        "update pinot schema sales_current_3",
                        "update flink job sales realtime",
                        "update flink job sales bronze");
    }

    private PipelineTarget target(Selection selection, String key) {
        var blueprint = Blueprints.of(folder, selection);
        var pipeline = blueprint.pipelines().named("sales").pipeline();
        var shape = new TableShape(
                "public",
                "sales",
                List.of(
                        new Column("id", ColumnType.of(TypeName.BIGINT), false),
                        new Column("region", ColumnType.of(TypeName.TEXT), false),
                        new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true)),
                List.of(key));
        return PipelineTarget.of(
                blueprint,
                PipelinePlan.of(pipeline, List.of(shape)),
                new Connector.SourceAddress(
                        "127.0.0.1",
                        5432,
                        "sales",
                        "lakehouse",
                        folder.resolve("secret"),
                        "password",
                        DatabaseTls.DEFAULT),
                1,
                () -> PinotRelease.EMBEDDED);
    }
}
