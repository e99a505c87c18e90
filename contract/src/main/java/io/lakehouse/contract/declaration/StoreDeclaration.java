package io.lakehouse.contract.declaration;

/**
 * One store of a table.
 *
 * @param enabled whether the table is kept there
 * @param name its name there, also while it is off
 */
public record StoreDeclaration(boolean enabled, String name) {
    /** A store that is on. */
    public static StoreDeclaration on(String name) {
        return new StoreDeclaration(true, name);
    }

    /** The name, or an empty one when the store is off, as jobs are told. */
    public String nameIfEnabled() {
        return enabled ? name : "";
    }
}
