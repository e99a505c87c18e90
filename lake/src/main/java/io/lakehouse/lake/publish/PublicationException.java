package io.lakehouse.lake.publish;

/** The lake's catalogue refused or failed to do what a publication needs; the message says what, where and why. */
public class PublicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure for this reason. */
    public PublicationException(String message) {
        super(message);
    }

    /** A failure for this reason, found by this one. */
    public PublicationException(String message, Throwable cause) {
        super(message, cause);
    }
}
