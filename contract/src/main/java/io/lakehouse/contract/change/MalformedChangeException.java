package io.lakehouse.contract.change;

/** A change that cannot be read; the message is the reason, as it is written to the dead letters. */
public class MalformedChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A change that cannot be read for this reason. */
    public MalformedChangeException(String reason) {
        super(reason);
    }

    /** A change that cannot be read for this reason, found by this failure. */
    public MalformedChangeException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
