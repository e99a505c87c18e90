package io.lakehouse.platform.engine;

/** Where something is declared, so that a failure found later can still name file, line and field. */
@FunctionalInterface
public interface Place {
    /**
     * The place of a field of it.
     *
     * @param field the field, {@code key} or {@code current.name}; empty for the whole
     * @return {@code pipelines/sales.yaml:14 tables[0].key}
     */
    String at(String field);
}
