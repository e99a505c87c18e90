package io.lakehouse.platform.source.simulation;

/**
 * A column as a simulation fills it.
 *
 * @param name its name
 * @param sqlType its declared type as a cast takes it, a domain by its own name
 * @param type what values are made for
 * @param nullable whether it may be NULL, its domain and its checks included
 * @param isGenerated whether the server computes it from other columns
 * @param hasDefault whether the server fills it in when an insert leaves it out
 * @param isAlwaysIdentity whether an insert may give it a value only by overriding
 * @param isNumbered whether a sequence fills it: serial and identity
 * @param bounds what checks leave of its type
 */
record SimulatedColumn(
        String name,
        String sqlType,
        ValueType type,
        boolean nullable,
        boolean isGenerated,
        boolean hasDefault,
        boolean isAlwaysIdentity,
        boolean isNumbered,
        Bounds bounds) {
    SimulatedColumn within(Bounds narrower) {
        return new SimulatedColumn(
                name,
                sqlType,
                type,
                nullable && !narrower.isNotNull(),
                isGenerated,
                hasDefault,
                isAlwaysIdentity,
                isNumbered,
                narrower);
    }
}
