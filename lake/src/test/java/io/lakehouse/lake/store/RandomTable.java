package io.lakehouse.lake.store;

import io.lakehouse.lake.LakeSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Tables of all types that an SCD2 table has, whose rows, files and deletes are drawn at random. */
final class RandomTable {
    private static final Schema FIRST = new Schema(
            NestedField.optional(1, "id", Types.IntegerType.get()),
            NestedField.optional(2, "Name", Types.StringType.get()),
            NestedField.optional(3, "price", Types.DecimalType.of(8, 2)),
            NestedField.optional(4, "weight", Types.DecimalType.of(17, 3)),
            NestedField.optional(5, "mass", Types.DecimalType.of(38, 4)),
            NestedField.optional(6, "day", Types.DateType.get()),
            NestedField.optional(7, "local", Types.TimestampType.withoutZone()),
            NestedField.optional(8, "moment", Types.TimestampType.withZone()),
            NestedField.optional(9, "short", Types.FloatType.get()),
            NestedField.optional(10, "long", Types.DoubleType.get()),
            NestedField.optional(11, "number", Types.LongType.get()),
            NestedField.optional(12, "is_current", Types.BooleanType.get()),
            NestedField.optional(13, "is_deleted", Types.BooleanType.get()));

    private RandomTable() {}

    /** Files with few and many row groups and pages, of now and of before columns came and grew, and deletes. */
    static Table in(Path folder, String name, Random random) {
        var spark = LakeSession.start("lake tests");
        if (!spark.conf().contains("spark.sql.catalog.lookups")) {
            LakeSession.addCatalog(
                    spark,
                    "lookups",
                    Map.of("type", "hadoop", "warehouse", folder.toUri().toString()));
        }
        var spec = PartitionSpec.builderFor(FIRST);
        if (random.nextBoolean()) {
            spec.identity("is_current").identity("is_deleted");
        }
        var table = Spark3Util.loadIcebergCatalog(spark, "lookups")
                .buildTable(TableIdentifier.of("t", name), FIRST)
                .withPartitionSpec(spec.build())
                .withProperties(Map.of(
                        "format-version",
                        "2",
                        "write.parquet.compression-codec",
                        random.nextBoolean() ? "zstd" : "snappy",
                        "write.parquet.page-row-limit",
                        "" + (1 + random.nextInt(60)),
                        "write.parquet.dict-size-bytes",
                        "" + (1 + random.nextInt(4000)),
                        "write.parquet.row-group-size-bytes",
                        random.nextBoolean() ? "20000" : "1000000",
                        "write.parquet.row-group-check-min-record-count",
                        "50",
                        "write.parquet.row-group-check-max-record-count",
                        "100"))
                .create();
        for (var file = 0; file < 3; file++) {
            if (file == 1) {
                table.updateSchema()
                        .updateColumn("id", Types.LongType.get())
                        .updateColumn("price", Types.DecimalType.of(12, 2))
                        .updateColumn("short", Types.DoubleType.get())
                        .addColumn("added", Types.StringType.get())
                        .commit();
            }
            RowEdits.addHere(table, rows(table.schema(), random)).commit(table);
            deleteSome(table, random);
        }
        return table;
    }

    private static List<Record> rows(Schema schema, Random random) {
        var ids = random.ints(200 + random.nextInt(400), 0, 1000);
        return (random.nextBoolean() ? ids.sorted() : ids)
                .mapToObj(id -> {
                    var record = GenericRecord.create(schema);
                    for (var column : schema.columns()) {
                        if (random.nextInt(12) > 0) {
                            record.setField(column.name(), value(column, id, random));
                        }
                    }
                    return (Record) record;
                })
                .toList();
    }

    private static Object value(NestedField column, int id, Random random) {
        var any = column.name().equals("id") ? id : random.nextInt(300) - 150;
        var moment = Instant.EPOCH.plus(any * 1_000_003L, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return switch (column.type().typeId()) {
            case INTEGER -> any;
            case LONG -> (long) any;
            case STRING -> column.name().toLowerCase() + " " + any;
            case DECIMAL -> BigDecimal.valueOf(any * 7L, ((Types.DecimalType) column.type()).scale());
            case DATE -> LocalDate.ofEpochDay(any);
            case TIMESTAMP ->
                ((Types.TimestampType) column.type()).shouldAdjustToUTC() ? moment : moment.toLocalDateTime();
            case FLOAT -> any / 3f;
            case DOUBLE -> any / 3d;
            case BOOLEAN -> any > 0;
            default -> throw new IllegalArgumentException(column.toString());
        };
    }

    private static void deleteSome(Table table, Random random) {
        var scan = PlannedScan.of(table, Expressions.alwaysTrue());
        var homes = scan.dataFiles().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> EditWriter.Home.of(file.getValue())));
        EditWriter.inParts(table, homes, List.of(writer -> scan.dataFiles()
                        .values()
                        .forEach(file -> {
                            for (var place = 0; place < file.recordCount(); place++) {
                                if (random.nextInt(9) == 0) {
                                    writer.delete(file.location(), place);
                                }
                            }
                        })))
                .commit(table);
    }

    /** Deletes rows by a value, in each partition. */
    static void deleteByName(Table table, String name) throws IOException {
        var deleted = table.schema().select("Name");
        for (var task : PlannedScan.of(table, Expressions.alwaysTrue()).tasks()) {
            var writer = new GenericFileWriterFactory.Builder(table)
                    .equalityDeleteRowSchema(deleted)
                    .equalityFieldIds(new int[] {2})
                    .build()
                    .newEqualityDeleteWriter(
                            EncryptedFiles.plainAsEncryptedOutput(table.io()
                                    .newOutputFile(
                                            table.locationProvider().newDataLocation("by-name-" + UUID.randomUUID()))),
                            task.spec(),
                            task.file().partition());
            try (writer) {
                var row = GenericRecord.create(deleted);
                row.setField("Name", name);
                writer.write(row);
            }
            table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
        }
    }
}
