package io.lakehouse.contract.declaration;

/**
 * A question about the lake that is asked again and again: a view of Trino, made again with runs that change the columns of the lake.
 *
 * @param name its name in the schema {@code live.<pipeline>}: lower-case letters, digits and {@code _}, and not one of the
 *     views that each table has, which end in {@code _versions} and {@code _now}
 * @param sql the question, a {@code SELECT} of Trino that names its tables whole, as {@code nessie."default".sales_scd2}
 */
public record GoldView(String name, String sql) {
    /** Refuses a name that is none or taken, and what is no question. */
    public GoldView {
        Names.lake("name", name);
        if (name.endsWith("_versions") || name.endsWith("_now")) {
            throw new InvalidDeclarationException(
                    "name", "\"" + name + "\" ends as the views over lake and tail do: leave _versions and _now out");
        }
        sql = sql.strip();
        if (sql.isEmpty() || sql.endsWith(";")) {
            throw new InvalidDeclarationException("sql", "expected one SELECT of Trino, without a ; at its end");
        }
    }
}
