package io.lakehouse.stream.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lakehouse.contract.declaration.BronzeDeclaration.Partition;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.LakeAddress;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BronzeTableTest {
    private final InMemoryCatalog catalog = new InMemoryCatalog();

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        catalog.initialize("lake", Map.of());
    }

    @Test
    void the_table_is_made_with_its_namespace_partitions_and_comments() {
        BronzeTable.ensure(catalog, BronzeTable.identifier("sales"), Partition.HOUR, 0);

        var table = catalog.loadTable(BronzeTable.identifier("sales"));
        assertThat(table.spec().toString()).contains("event_timestamp_hour: hour(");
        assertThat(table.schema().columns()).hasSize(15).allSatisfy(column -> assertThat(column.doc())
                .isNotBlank());
        assertThat(table.properties())
                .containsEntry("commit.retry.num-retries", "10")
                .containsEntry("gc.enabled", "true");
    }

    @Test
    void a_table_that_is_there_stays_as_it_is() {
        BronzeTable.ensure(catalog, BronzeTable.identifier("sales"), Partition.HOUR, 0);
        var made = catalog.loadTable(BronzeTable.identifier("sales")).uuid();

        BronzeTable.ensure(catalog, BronzeTable.identifier("sales"), Partition.HOUR, 0);

        assertThat(catalog.loadTable(BronzeTable.identifier("sales")).uuid()).isEqualTo(made);
    }

    @Test
    void partitions_and_retention_follow_the_declaration() {
        var identifier = BronzeTable.identifier("sales");
        BronzeTable.ensure(catalog, identifier, Partition.HOUR, 86_400_000);
        var made = catalog.loadTable(identifier);

        BronzeTable.ensure(catalog, identifier, Partition.DAY, 0);

        var followed = catalog.loadTable(identifier);
        assertThat(made.properties()).containsEntry(Bronze.RETENTION_PROPERTY, "86400000");
        assertThat(followed.properties()).doesNotContainKey(Bronze.RETENTION_PROPERTY);
        assertThat(followed.spec().toString()).contains("day(").doesNotContain("hour(");
        BronzeTable.ensure(catalog, identifier, Partition.HOUR, 0);
        assertThat(catalog.loadTable(identifier).spec().toString())
                .contains("hour(")
                .doesNotContain("day(");
    }

    @Test
    void a_table_with_other_columns_is_refused() {
        var identifier = BronzeTable.identifier("sales");
        catalog.createNamespace(identifier.namespace());
        catalog.createTable(identifier, new Schema(Types.NestedField.required(1, "op", Types.StringType.get())));

        assertThatIllegalStateException()
                .isThrownBy(() -> BronzeTable.ensure(catalog, identifier, Partition.HOUR, 0))
                .withMessageContaining("bronze.sales has other columns");
    }

    @Test
    void the_lake_is_reached_with_the_keys_of_the_credentials_file() throws Exception {
        var file = Files.writeString(folder.resolve("s3"), "s3.access-key=me\ns3.secret-key = p w=1 \n");

        var properties = LakeCatalog.properties(lake(file));

        assertThat(properties)
                .containsOnly(
                        Map.entry("uri", "http://n/api/v2"),
                        Map.entry("ref", "main"),
                        Map.entry("warehouse", "s3://lake"),
                        Map.entry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO"),
                        Map.entry("s3.endpoint", "http://s"),
                        Map.entry("s3.path-style-access", "true"),
                        Map.entry("client.region", "us-east-1"),
                        Map.entry("s3.access-key-id", "me"),
                        Map.entry("s3.secret-access-key", "p w=1"));
    }

    @Test
    void a_credentials_file_that_is_missing_or_lacks_a_key_is_refused_by_name() throws Exception {
        var file = Files.writeString(folder.resolve("s3"), "s3.access-key=me\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LakeCatalog.properties(lake(file)))
                .withMessage(file + ": s3.secret-key is missing");
        Assertions.assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> LakeCatalog.properties(lake(folder.resolve("none"))))
                .withMessageContaining("none");
    }

    private static LakeAddress lake(Path credentials) {
        return new LakeAddress("http://n/api/v2", "main", "s3://lake", "http://s", "us-east-1", credentials.toString());
    }
}
