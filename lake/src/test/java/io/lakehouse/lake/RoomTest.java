package io.lakehouse.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.RowsHere;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** What a run holds in its JVM is bounded by bytes, whatever they are made of. */
class RoomTest {
    private static final Dataset<Row> ROWS = LakeFixture.SPARK
            .range(0, 1000, 1, 4)
            .selectExpr(
                    "concat('file ', id div 100) AS file",
                    "if(id % 3 = 0, null, id) AS number",
                    "struct(cast(id AS decimal(38, 2)) AS price, timestamp_micros(id) AS moment, date'2026-01-01' AS day,"
                            + " cast(id AS float) AS share, id % 2 = 0 AS even, 'žluťoučký kůň' AS note) AS row");

    @Test
    void rows_come_here_as_spark_itself_collects_them() {
        var here = RowsHere.of(ROWS, Room.of(10_000_000));

        assertThat(here.orElseThrow()).containsExactlyInAnyOrderElementsOf(ROWS.collectAsList());
    }

    @Test
    void rows_for_which_there_is_no_room_do_not_come() {
        assertThat(RowsHere.of(ROWS, Room.of(100_000))).isEmpty();
        assertThat(RowsHere.of(ROWS, Room.of(10))).isEmpty();
    }

    @Test
    void a_row_takes_what_its_texts_take_and_twice_that_beyond_latin() {
        var latin = Room.of(RowFactory.create("x".repeat(1000), 7L, null));
        var other = Room.of(RowFactory.create("ж".repeat(1000), 7L, null));

        assertThat(latin).isBetween(1000L, 1200L);
        assertThat(other - latin).isEqualTo(1000);
        assertThat(Room.of(RowFactory.create(RowFactory.create("x".repeat(1000), 7L, null), 1)))
                .isGreaterThan(latin);
    }

    @Test
    void what_does_not_fit_once_leaves_no_room_for_others() {
        var room = Room.of(100);

        assertThat(room.take(60)).isTrue();
        assertThat(room.rest().left()).isEqualTo(40);
        assertThat(room.take(60)).isFalse();
        assertThat(room.take(1)).isFalse();
        assertThat(room.left()).isZero();
    }
}
