package io.lakehouse.capture.json;

/** Writes the values of one schema. */
@FunctionalInterface
interface ValueWriter {
    /** Writes a value that is not {@code null}. */
    void write(Utf8Json json, Object value);
}
