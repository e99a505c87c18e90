package io.lakehouse.platform.source.simulation;

/** A foreign key whose parents are not there yet. */
final class NoParentException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ForeignKey foreignKey;

    NoParentException(ForeignKey foreignKey) {
        super(foreignKey.name());
        this.foreignKey = foreignKey;
    }

    ForeignKey foreignKey() {
        return foreignKey;
    }
}
