package io.lakehouse.lake;

import static org.apache.spark.sql.functions.col;

import io.lakehouse.contract.change.EventId;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.publish.Workspace;
import io.lakehouse.lake.silver.Sql;
import io.lakehouse.lake.store.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A lake in a folder, one Spark for all tests, and a bronze table that tests append changes to. */
final class LakeFixture {
    static final SparkSession SPARK = LakeSession.start("lake tests");
    static final String CATALOG = "folder";
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Schema BRONZE = new Schema(
            NestedField.required(1, Bronze.SOURCE_SCHEMA, Types.StringType.get()),
            NestedField.required(2, Bronze.SOURCE_TABLE, Types.StringType.get()),
            NestedField.required(3, Bronze.OP, Types.StringType.get()),
            NestedField.optional(4, Bronze.BEFORE, Types.StringType.get()),
            NestedField.optional(5, Bronze.AFTER, Types.StringType.get()),
            NestedField.required(6, Bronze.ORDER_KEY, Types.StringType.get()),
            NestedField.required(7, Bronze.EVENT_ID, Types.StringType.get()),
            NestedField.required(8, Bronze.EPOCH, Types.LongType.get()),
            NestedField.required(9, Bronze.LSN, Types.LongType.get()),
            NestedField.optional(10, Bronze.TRANSACTION_ID, Types.StringType.get()),
            NestedField.required(11, Bronze.EVENT_TIMESTAMP, Types.TimestampType.withZone()),
            NestedField.required(12, Bronze.RAW_TOPIC, Types.StringType.get()),
            NestedField.required(13, Bronze.RAW_PARTITION, Types.IntegerType.get()),
            NestedField.required(14, Bronze.RAW_OFFSET, Types.LongType.get()),
            NestedField.required(15, Bronze.INGESTED_AT, Types.TimestampType.withZone()));

    static {
        try {
            var folder = Files.createTempDirectory("lake-test");
            LakeSession.addCatalog(
                    SPARK,
                    CATALOG,
                    Map.of(
                            "type", "hadoop",
                            "warehouse", folder.toUri().toString(),
                            "metrics-reporter-impl", Scans.class.getName()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final String catalog;
    private final String name = "n" + NUMBERS.incrementAndGet();
    private long runs;

    /** An own bronze table and own silver namespace in the folder. */
    LakeFixture() {
        this(CATALOG);
    }

    /** The same in a catalogue that the session knows. */
    LakeFixture(String catalog) {
        this.catalog = catalog;
        var lake = catalog();
        var namespaces = (SupportsNamespaces) lake;
        if (!namespaces.namespaceExists(Namespace.of(Bronze.NAMESPACE))) {
            namespaces.createNamespace(Namespace.of(Bronze.NAMESPACE));
        }
        lake.createTable(
                TableIdentifier.of(Bronze.NAMESPACE, name),
                BRONZE,
                PartitionSpec.builderFor(BRONZE).hour(Bronze.EVENT_TIMESTAMP).build(),
                Map.of("format-version", "2"));
    }

    Catalog catalog() {
        return Spark3Util.loadIcebergCatalog(SPARK, catalog);
    }

    /** A table of integers and texts, {@code public.<name>}, with its first columns as key. */
    static TableShape shape(String table, int keyColumns, Column... columns) {
        var key = Arrays.stream(columns).limit(keyColumns).map(Column::name).toList();
        return new TableShape("public", table, List.of(columns), key);
    }

    static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }

    BatchSpec spec(TableShape... tables) {
        return spec(new LakeAddress("", "main", "", "", "", ""), "", tables);
    }

    BatchSpec spec(LakeAddress lake, String reportFile, TableShape... tables) {
        var routes = Arrays.stream(tables)
                .map(shape -> new TableRoute(shape, "", "", "", shape.table()))
                .toList();
        runs++;
        return new BatchSpec(
                "sales",
                "run-" + runs,
                lake,
                Bronze.NAMESPACE,
                name,
                silver(),
                "checkpoints",
                reportFile,
                List.of(),
                routes);
    }

    /** The same run, of which it is known that another one before it has died. */
    static BatchSpec after(BatchSpec spec, String died) {
        return new BatchSpec(
                spec.pipeline(),
                spec.runId(),
                spec.lake(),
                spec.bronzeNamespace(),
                spec.bronzeTable(),
                spec.silverNamespace(),
                spec.checkpointTable(),
                spec.reportFile(),
                List.of(died),
                spec.tables());
    }

    /** A run over one table with conditions. */
    BatchReport run(TableShape table, List<RowCheck> checks) {
        var spec = spec(table);
        var route = new TableRoute(table, "", "", "", table.table(), Map.of(), checks);
        return new BatchRun(
                        SPARK,
                        new Folder(catalog),
                        new BatchSpec(
                                spec.pipeline(),
                                spec.runId(),
                                spec.lake(),
                                spec.bronzeNamespace(),
                                spec.bronzeTable(),
                                spec.silverNamespace(),
                                spec.checkpointTable(),
                                spec.reportFile(),
                                spec.abandoned(),
                                List.of(route)))
                .run();
    }

    BatchReport run(TableShape... tables) {
        return run(Room.ofHeap(), tables);
    }

    /** A run that holds no more in its JVM than a room has. */
    BatchReport run(Room room, TableShape... tables) {
        return new BatchRun(SPARK, new Folder(catalog), spec(tables), room).run();
    }

    String silver() {
        return "silver_" + name;
    }

    String bronze() {
        return name;
    }

    Table bronzeTable() {
        return catalog().loadTable(TableIdentifier.of(Bronze.NAMESPACE, name));
    }

    Table silverTable(String table) {
        return catalog().loadTable(TableIdentifier.of(silver(), table));
    }

    /** Appends changes to bronze, in one commit. */
    void append(Change... changes) {
        append(List.of(changes));
    }

    void append(List<Change> changes) {
        try {
            SPARK.createDataFrame(changes.stream().map(Change::row).toList(), SparkSchemaUtil.convert(BRONZE))
                    .coalesce(1)
                    .sortWithinPartitions(Bronze.EVENT_TIMESTAMP)
                    .writeTo(catalog + "." + Bronze.NAMESPACE + "." + name)
                    .append();
        } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Chosen columns of an SCD2 table as texts, by key and in the order of the versions. */
    List<String> versions(String table, String... columns) {
        Dataset<Row> rows = SPARK.read().table(catalog + "." + silver() + "." + table);
        var first = rows.columns()[0];
        return rows
                .orderBy(col(Sql.quoted(first)), col("version_order_key"), col("last_order_key"))
                .selectExpr(Arrays.stream(columns)
                        .map(column -> "cast(" + column + " as string)")
                        .toArray(String[]::new))
                .collectAsList()
                .stream()
                .map(row -> row.mkString("|"))
                .toList();
    }

    List<Row> checkpoints() {
        return SPARK.read()
                .table(catalog + "." + silver() + ".checkpoints")
                .orderBy("published_at", "source_table")
                .collectAsList();
    }

    /** A moment, in milliseconds after noon of one day. */
    static long at(long millis) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-03-01T12:00:00Z")) + millis * 1000;
    }

    private static void delete(java.nio.file.Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A workspace whose writes are visible at once. */
    record Folder(String catalog) implements Workspace {
        @Override
        public void publish(String message) {}

        @Override
        public String keep() {
            return "folder";
        }

        @Override
        public void close() {}
    }

    /** One change as the bronze job would write it. */
    record Change(
            TableShape table,
            Operation operation,
            long lsn,
            long eventMicros,
            @Nullable String before,
            @Nullable String after,
            String keyText) {

        static Change of(
                TableShape table, Operation operation, long lsn, long eventMicros, String image, String... key) {
            var keyText = KeyText.ofCanonical(List.of(key));
            return operation == Operation.DELETE
                    ? new Change(table, operation, lsn, eventMicros, image, null, keyText)
                    : new Change(table, operation, lsn, eventMicros, null, image, keyText);
        }

        static Change truncate(TableShape table, long lsn, long eventMicros) {
            return new Change(table, Operation.TRUNCATE, lsn, eventMicros, null, null, "");
        }

        String orderKey() {
            return OrderKey.of(0, operation, lsn).toString();
        }

        String eventId() {
            return operation == Operation.TRUNCATE
                    ? EventId.ofPosition("raw", 0, lsn)
                    : EventId.of(0, lsn, table.qualifiedName(), keyText, operation);
        }

        Row row() {
            var moment = Instant.EPOCH.plus(eventMicros, ChronoUnit.MICROS);
            return RowFactory.create(
                    table.schema(),
                    table.table(),
                    operation.code(),
                    before,
                    after,
                    orderKey(),
                    eventId(),
                    0L,
                    lsn,
                    "7",
                    moment,
                    "raw",
                    0,
                    lsn,
                    moment);
        }
    }
}
