package io.lakehouse.contract.declaration;

/** One store of a table. */
public sealed interface StoreDeclaration permits PinotTableDeclaration, Scd2Declaration {
    /** Whether the table is kept there. */
    boolean enabled();

    /** Its name there, also while it is off. */
    String name();

    /** The name, or an empty one when the store is off, as jobs are told. */
    default String nameIfEnabled() {
        return enabled() ? name() : "";
    }
}
