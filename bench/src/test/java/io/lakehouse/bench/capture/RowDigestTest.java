package io.lakehouse.bench.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.capture.PgOutputMessage.Change;
import io.lakehouse.bench.capture.PgOutputMessage.Relation;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDigestTest {
    private static final Relation RELATION = new Relation(1, "public", "t", List.of("id", "amount", "note"));
    private static final TableShape SHAPE = new TableShape(
            "public",
            "t",
            List.of(column("id", TypeName.BIGINT), column("amount", TypeName.NUMERIC), column("note", TypeName.TEXT)),
            List.of("id"));

    @Test
    void the_log_and_the_raw_topic_are_equal_when_their_values_are() throws Exception {
        var reader = new RowDigest(SHAPE);
        reader.add(new Change(Operation.CREATE, RELATION, null, new String[] {"1", "1.50", null}));
        var topic = new RowDigest(SHAPE);
        topic.add(
                JsonMapper.builder()
                        .build()
                        .readTree(
                                """
                {"op": "c", "before": null, "after": {"id": 1, "amount": "1.5", "note": null}}"""));

        assertThat(topic.differences(reader)).isZero();
    }

    @Test
    void null_is_not_the_empty_text() {
        assertThat(digest("1", null).differences(digest("1", ""))).isEqualTo(1);
    }

    @Test
    void another_order_of_one_keys_changes_is_a_difference_and_of_two_keys_is_none() {
        assertThat(digest("1", "a", "1", "b").differences(digest("1", "b", "1", "a")))
                .isEqualTo(1);
        assertThat(digest("1", "a", "2", "b").differences(digest("2", "b", "1", "a")))
                .isZero();
    }

    @Test
    void a_key_that_one_side_lacks_is_a_difference_on_both_sides() {
        assertThat(digest("1", "a").differences(digest("1", "a", "2", "b"))).isEqualTo(1);
        assertThat(digest("1", "a", "2", "b").differences(digest("1", "a"))).isEqualTo(1);
    }

    private static RowDigest digest(String... idsAndNotes) {
        var digest = new RowDigest(SHAPE);
        for (var index = 0; index < idsAndNotes.length; index += 2) {
            digest.add(new Change(
                    Operation.CREATE, RELATION, null, new String[] {idsAndNotes[index], "1", idsAndNotes[index + 1]}));
        }
        return digest;
    }

    private static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }
}
