package io.lakehouse.lake.silver;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run wrote does not hold what must hold of it, so it must not be published. The first line of the message names
 * the table and what failed; each further line, two blanks in, is one of the rows that show it.
 */
public final class AuditException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String failure;

    /** With a message that says all of it. */
    public AuditException(String failure) {
        this(failure, List.of());
    }

    /**
     * With some of the rows that show it.
     *
     * @param failure table and what failed, one line
     * @param rows some of the rows, for people
     */
    AuditException(String failure, List<String> rows) {
        super(failure
                + rows.stream().map(row -> "\n  " + row.replaceAll("\\R", " ")).collect(Collectors.joining()));
        this.failure = failure;
    }

    /** Table and what failed, one line. */
    public String failure() {
        return failure;
    }

    /** The lines of the message with the rows, each after a line break; empty when there are none. */
    public String rows() {
        return getMessage().substring(failure.length());
    }
}
