package io.lakehouse.platform.source.simulation;

import java.util.List;

/**
 * A check of a table.
 *
 * @param name its name
 * @param expression its condition, as PostgreSQL prints it
 * @param columns every column in it
 * @param conditions what of it is understood
 */
record CheckConstraint(String name, String expression, List<String> columns, List<Condition> conditions) {
    CheckConstraint {
        columns = List.copyOf(columns);
        conditions = List.copyOf(conditions);
    }

    static CheckConstraint of(String name, String expression, List<String> columns) {
        return new CheckConstraint(name, expression, columns, CheckConditions.of(expression));
    }
}
