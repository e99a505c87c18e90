package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type and its odd values, in every store: what stands there is in the files of {@code golden/types}. */
@Order(5)
@ExtendWith(RaisedLakehouse.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypesIT {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final int BIG_TEXT = 3_000_000;

    private final Lakehouse lakehouse;
    private CarriedValues carried;

    TypesIT(Lakehouse lakehouse) {
        this.lakehouse = lakehouse.withPipelines(RESOURCES.resolve("types"));
    }

    /** Rows 1 to 99 are read by the snapshot, their copies, 1001 to 1099, from the log. */
    @BeforeAll
    void a_platform_with_a_column_of_every_type() throws IOException {
        lakehouse
                .run(Duration.ofMinutes(10), "up", "--port-offset", Integer.toString(Lakehouse.PORT_OFFSET))
                .succeeded();
        lakehouse.change(Files.readString(RESOURCES.resolve("types/changes.sql")));
        lakehouse.change("UPDATE keyed SET note = repeat('é', " + BIG_TEXT + ") WHERE amount = 2");
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "7m")
                .succeeded();
        carried = CarriedValues.read(lakehouse);
    }

    @AfterAll
    void nothing_is_left_behind() {
        lakehouse.run(Duration.ofMinutes(4), "down", "--purge").succeeded();
    }

    Stream<String> columns() {
        return carried.columns().stream();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void values_of_each_type_stand_in_every_store_as_its_file_says(String column) throws IOException {
        var found = carried.golden(column);

        var actual = Files.createDirectories(Path.of("target/golden/types")).resolve(column + ".txt");
        Files.writeString(actual, found);
        var golden = RESOURCES.resolve("golden/types").resolve(column + ".txt");
        assertThat(golden).as("to accept copy " + actual.toAbsolutePath()).exists();
        assertThat(found).as("to accept copy " + actual.toAbsolutePath()).isEqualTo(Files.readString(golden));
    }

    @Test
    void a_key_that_no_column_of_pinot_holds_tells_rows_apart_all_the_same() {
        var source = notes(lakehouse.query("source", "SELECT note FROM keyed"));

        assertThat(notes(lakehouse.query("pinot", "SELECT note FROM keyed_current WHERE is_deleted = false LIMIT 100")))
                .isEqualTo(source);
        assertThat(notes(lakehouse.query(
                        "trino", "SELECT note FROM nessie.\"default\".keyed_scd2 WHERE is_current AND NOT is_deleted")))
                .isEqualTo(source);
        assertThat(source).contains("odd now").contains("é".repeat(BIG_TEXT)).doesNotContain("odder");
    }

    private static Set<String> notes(JsonNode rows) {
        return Stream.iterate(0, i -> i < rows.size(), i -> i + 1)
                .map(i -> rows.get(i).path("note").asText())
                .collect(Collectors.toSet());
    }
}
