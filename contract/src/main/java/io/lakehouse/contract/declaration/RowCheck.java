package io.lakehouse.contract.declaration;

/**
 * A condition that every current version of a row has to hold before a batch may publish it. As for a check constraint,
 * a condition that is NULL holds.
 *
 * @param name its name, by which the batch tells what failed: lower-case letters, digits and {@code _}
 * @param sql the condition, an expression of Spark SQL over the columns of the SCD2 table
 */
public record RowCheck(String name, String sql) {
    /** Refuses a name that is none and an empty condition. */
    public RowCheck {
        Names.lake("name", name);
        if (sql.isBlank()) {
            throw new InvalidDeclarationException("sql", "expected a condition, as price >= 0");
        }
    }
}
