package io.lakehouse.contract.change;

/** What a change did to a row. The codes are Debezium's {@code op}. */
public enum Operation {
    /** An insert that was streamed from the write-ahead log. */
    CREATE("c", "INSERT"),
    /** A row read by a snapshot. */
    READ("r", "SNAPSHOT"),
    /** An update. */
    UPDATE("u", "UPDATE"),
    /** A delete. */
    DELETE("d", "DELETE"),
    /** A truncation: it has no key and no row. */
    TRUNCATE("t", "TRUNCATE");

    private final String code;
    private final String description;

    Operation(String code, String description) {
        this.code = code;
        this.description = description;
    }

    /** The one-letter code, as in Debezium's envelope. */
    public String code() {
        return code;
    }

    /** The word for people, the history table's {@code op_description}. */
    public String description() {
        return description;
    }

    /**
     * The operation of a code.
     *
     * @throws IllegalArgumentException when no operation has that code; the message names it
     */
    public static Operation ofCode(String code) {
        for (var operation : values()) {
            if (operation.code.equals(code)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("op: '" + code + "' is none of c, r, u, d, t");
    }
}
