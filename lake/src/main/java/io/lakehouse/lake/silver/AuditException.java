package io.lakehouse.lake.silver;

/**
 * What a run wrote does not hold what must hold of it, so it must not be published. The message names the table, what
 * failed, and some of the rows.
 */
public final class AuditException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With a message that says all of it. */
    public AuditException(String message) {
        super(message);
    }
}
