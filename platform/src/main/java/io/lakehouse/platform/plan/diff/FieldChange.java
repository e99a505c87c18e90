package io.lakehouse.platform.plan.diff;

/**
 * One field that differs.
 *
 * @param field its name
 * @param before what it is; empty when it is not there
 * @param after what it becomes; empty when it goes
 */
public record FieldChange(String field, String before, String after) {
    /** {@code retention.ms: 1000 -> (none)}. */
    @Override
    public String toString() {
        return field + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
