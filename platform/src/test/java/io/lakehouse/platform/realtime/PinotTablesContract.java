package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.plan.PinotSetupScript;
import io.lakehouse.platform.plan.PinotTableFiles;
import io.lakehouse.platform.realtime.PinotTableDeployment.Change;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the real-time tables are made, changed and taken away. Each test has tables of its own. */
abstract class PinotTablesContract extends OnRealtimeLane {
    PinotTablesContract(RealtimeLane lane, Path folder) {
        super(lane, folder);
    }

    /** What the declaration's own check lets through, Pinot takes, and commits segments with. */
    @Test
    void everyDeclaredIndexIsTakenByPinot() throws Exception {
        var indexes = new PinotIndexes(
                List.of("category", "op", "is_deleted"),
                List.of("quantity", "event_timestamp"),
                List.of(),
                List.of("id", "category"),
                "quantity");
        var options = PinotTableOptions.DEFAULTS.withIndexes(indexes);
        StoreColumns.check(declaration(options), SALES);
        lane.current(SALES, "indexed", options);
        for (var i = 1; i <= 20; i++) {
            produceCurrent("indexed", new Sales(i, "c", i, i % 2 == 0 ? "even" : "odd", "1.00", i));
        }
        lane.awaitConsumed("indexed");
        lane.commitSegments("indexed");

        var rows = lane.rows("SELECT COUNT(*) FROM indexed WHERE category = 'even' AND quantity > 10");

        assertThat(rows).containsExactly(row("5"));
    }

    @Test
    void aJsonIndexIsAskedByJsonMatch() throws Exception {
        var shape = new TableShape(
                "public",
                "documents",
                List.of(Shapes.required("id", TypeName.BIGINT), Shapes.optional("body", TypeName.JSON)),
                List.of("id"));
        var indexes = new PinotIndexes(List.of(), List.of(), List.of("body"), List.of(), "");
        lane.current(shape, "documents", PinotTableOptions.DEFAULTS.withIndexes(indexes));
        for (var i = 1; i <= 4; i++) {
            var body = i == 4 ? "null" : "\"{\\\"kind\\\":\\\"" + (i % 2) + "\\\"}\"";
            lane.produceText(
                    "documents",
                    Integer.toString(i),
                    "{\"id\":" + i + ",\"body\":" + body + ",\"is_deleted\":false,\"op\":\"c\",\"event_timestamp\":" + i
                            + ",\"order_key\":\"" + i + "\",\"event_id\":\"" + i + "\"}");
        }
        lane.awaitConsumed("documents");
        lane.commitSegments("documents");

        var rows = lane.rows("SELECT id FROM documents WHERE JSON_MATCH(body, '\"$.kind\"=''1''') ORDER BY id");

        assertThat(rows).containsExactly(row("1"), row("3"));
    }

    private TableDeclaration declaration(PinotTableOptions options) {
        var usual = TableDeclaration.of("public", "sales");
        return new TableDeclaration(
                "public",
                "sales",
                usual.columns(),
                usual.key(),
                new PinotTableDeclaration(true, "indexed", options),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }

    @Test
    void theGeneratedScriptSetsUpTablesThatWorkAndChangesOnlyWhatDiffers() throws Exception {
        var out = Files.createDirectories(folder.resolve("generated"));
        var large = Map.of("max.message.bytes", "33554432");
        generate(out, SALES, 2, large);

        assertThat(run(out)).contains("topic scripted: created", "table scripted: created");
        lane.awaitQueryable("scripted");
        produceCurrent("scripted", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("scripted");
        assertThat(lane.rows("SELECT id, category FROM scripted")).containsExactly(row("1", "a"));
        assertThat(run(out)).contains("topic scripted: unchanged", "table scripted: unchanged");

        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("discount", TypeName.INTEGER));
        generate(
                out,
                new TableShape("public", "sales", columns, List.of("id")),
                2,
                Map.of("max.message.bytes", "33554432", "cleanup.policy", "compact"));
        assertThat(run(out)).contains("topic scripted: set cleanup.policy=compact", "table scripted: schema changed");
        assertThat(lane.rows("SELECT id, discount FROM scripted")).containsExactly(row("1", null));

        generate(out, SALES, 3, large);
        assertThat(run(out)).contains("topic scripted has 2 partitions, not 3");
    }

    private void generate(Path out, TableShape shape, int partitions, Map<String, String> settings) throws IOException {
        var table = PinotTables.current(
                shape, "scripted", "scripted", KafkaAddress.open(lane.bootstrapServers), PinotTableOptions.DEFAULTS);
        var files = new PinotTableFiles(
                "sales", List.of(table), List.of(new Topics.Topic("scripted", partitions, settings)));
        for (var file : files.json().entrySet()) {
            Files.writeString(out.resolve(file.getKey()), file.getValue());
        }
        var release = lane.deployment.release();
        assertThat(release).isEqualTo(PinotRelease.EMBEDDED);
        Files.writeString(
                out.resolve(PinotSetupScript.FILE_NAME),
                PinotSetupScript.of(release, List.of(files), "http://not.declared:1", lane.bootstrapServers));
    }

    /** What the script says, whether it succeeds or not. */
    private String run(Path out) throws Exception {
        var process = new ProcessBuilder(
                        "bash", out.resolve(PinotSetupScript.FILE_NAME).toString())
                .redirectErrorStream(true);
        process.environment().put("PINOT_CONTROLLER", lane.pinot.controller().base());
        process.environment()
                .put(
                        "KAFKA_HOME",
                        KafkaScripts.write(out.resolve("kafka"), lane.kafkaClassPath)
                                .toString());
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return said;
    }

    @Test
    void applyingATableAgainChangesNothing() {
        var table = lane.current(SALES, "applied");

        var change = lane.deployment.apply(table);

        assertThat(change).isEqualTo(Change.UNCHANGED);
        assertThat(lane.deployment.list()).contains("applied");
    }

    @Test
    void anAddedColumnHoldsWhatIsProducedAfterItWasApplied() {
        lane.current(SALES, "evolved");
        produceCurrent("evolved", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("evolved");
        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("note", TypeName.TEXT));
        var wider = lane.currentAgain(new TableShape("public", "sales", columns, SALES.key()), "evolved");

        var change = lane.deployment.apply(wider);

        assertThat(change).isEqualTo(Change.UPDATED);
        var message = new Sales(2, "c", 2, "a", "1.00", 1).current();
        message.put("note", "new");
        lane.produce("evolved", "1:2", message);
        lane.awaitConsumed("evolved");
        lane.awaitQueryable("evolved");
        assertThat(lane.rows("SELECT id, note FROM evolved WHERE id = 2")).containsExactly(row("2", "new"));
        assertThat(lane.rows("SELECT id, note FROM evolved WHERE id = 1")).containsExactly(row("1", null));
        assertThat(lane.rows("SELECT id FROM evolved WHERE note IS NULL")).containsExactly(row("1"));
        assertThat(lane.deployment.apply(wider)).isEqualTo(Change.UNCHANGED);
    }

    /** As when the platform is killed between the two: without the second, the open segment would lose the values. */
    @Test
    void aSchemaThatWasWrittenButNotTakenUpIsTakenUpByTheNextApply() throws Exception {
        lane.current(SALES, "interrupted");
        produceCurrent("interrupted", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("interrupted");
        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("note", TypeName.TEXT));
        var wider = lane.currentAgain(new TableShape("public", "sales", columns, SALES.key()), "interrupted");
        lane.pinot.controller().put("/schemas/interrupted", wider.schema());

        var change = lane.deployment.apply(wider);

        assertThat(change).isEqualTo(Change.UPDATED);
        var message = new Sales(2, "c", 2, "a", "1.00", 1).current();
        message.put("note", "new");
        lane.produce("interrupted", "1:2", message);
        lane.awaitConsumed("interrupted");
        lane.awaitQueryable("interrupted");
        assertThat(lane.rows("SELECT id, note FROM interrupted ORDER BY id"))
                .containsExactly(row("1", null), row("2", "new"));
    }

    @Test
    void aDeletedTableCanBeMadeAgainFromItsTopic() {
        var table = lane.current(SALES, "remade");
        produceCurrent("remade", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("remade");

        lane.deployment.delete("remade");

        assertThat(lane.deployment.list()).doesNotContain("remade");
        lane.apply(table);
        lane.awaitConsumed("remade");
        assertThat(lane.rows("SELECT id FROM remade")).containsExactly(row("1"));
    }
}
