package io.lakehouse.contract.declaration;

/**
 * A Pinot table of a source table.
 *
 * @param enabled whether it is kept
 * @param name its name in Pinot, and that of the topic that it reads: letters, digits and {@code _}
 * @param options how Pinot keeps it
 */
public record PinotTableDeclaration(boolean enabled, String name, PinotTableOptions options)
        implements StoreDeclaration {
    /** Refuses a name that Pinot cannot hold. */
    public PinotTableDeclaration {
        Names.pinot("name", name);
    }

    /** A table that is kept as usual. */
    public static PinotTableDeclaration on(String name) {
        return new PinotTableDeclaration(true, name, PinotTableOptions.DEFAULTS);
    }
}
