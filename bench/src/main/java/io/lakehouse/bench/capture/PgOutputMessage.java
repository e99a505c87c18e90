package io.lakehouse.bench.capture;

import io.lakehouse.contract.change.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of PostgreSQL's output plugin {@code pgoutput}, as far as the bare reader needs it. */
sealed interface PgOutputMessage {
    /** What a table looks like in the messages that follow. */
    record Relation(int id, String schema, String table, List<String> columns) implements PgOutputMessage {}

    /**
     * A changed row, every value as PostgreSQL's text.
     *
     * @param before the row before, {@code null} of an insert; a value that is SQL NULL is {@code null}
     * @param after the row after, {@code null} of a delete
     */
    record Change(
            Operation operation,
            Relation relation,
            @Nullable String @Nullable [] before,
            @Nullable String @Nullable [] after)
            implements PgOutputMessage {}

    /** A message that somebody wrote into the log. */
    record Marker(String content) implements PgOutputMessage {}

    /** The begin or the end of a transaction, which the reader needs nothing of. */
    record Boundary() implements PgOutputMessage {}
}
