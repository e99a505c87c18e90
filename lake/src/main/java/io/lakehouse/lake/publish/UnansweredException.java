package io.lakehouse.lake.publish;

/** The catalogue was asked, and whether it did what it was asked for is not known. */
final class UnansweredException extends PublicationException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
        super(message);
    }

    UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }
}
