package io.lakehouse.platform.source.simulation;

import java.util.List;

/**
 * What must not stand twice in a table: a primary key, a unique constraint or a unique index. That an index is partial
 * does not count: values that are nowhere twice are not twice in a part either.
 *
 * @param name its name
 * @param expressions its columns and expressions, as PostgreSQL prints them
 * @param columns every column in them
 * @param isNullOneValue whether NULL, too, may stand there only once: {@code NULLS NOT DISTINCT}
 */
record UniqueKey(String name, List<String> expressions, List<String> columns, boolean isNullOneValue) {
    UniqueKey {
        expressions = List.copyOf(expressions);
        columns = List.copyOf(columns);
    }
}
