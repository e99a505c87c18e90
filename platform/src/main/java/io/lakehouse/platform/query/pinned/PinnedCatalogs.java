package io.lakehouse.platform.query.pinned;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.query.TrinoCatalogs;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.Views;
import java.nio.file.Path;

/** Catalogues of the lake as it was: each reads the tables at one tag of Nessie, and is made while Trino runs. */
public final class PinnedCatalogs {
    private final Views trino;
    private final Path keysFile;

    /**
     * Those of a Trino of the platform's own.
     *
     * @param keysFile the file with the keys of the store that it wrote when it started
     */
    public PinnedCatalogs(TrinoSql trino, Path keysFile) {
        this.trino = new Views(trino);
        this.keysFile = keysFile;
    }

    /**
     * Refuses a statement that cannot be asked of one state.
     *
     * @throws Failure when it names views, which tell what is true now
     */
    public static void requirePinnable(String sql) {
        if (PinnedSql.names(sql, Views.CATALOG)) {
            throw new Failure(
                    "--at reads the tables of " + TrinoCatalogs.LAKE + " as they were published; the views of "
                            + Views.CATALOG + " are always of this moment: ask the tables, or leave --at out");
        }
    }

    /** A statement whose tables of the lake are read from a pinned catalogue. */
    public static String pinned(String sql, String catalog) {
        return PinnedSql.of(sql, TrinoCatalogs.LAKE, catalog);
    }

    /**
     * The catalogue of a tag, which is made if it is not there.
     *
     * @param login whether Nessie asks for a token
     * @return its name
     */
    public String ensure(
            String tag, String nessieUri, String warehouse, String s3Endpoint, String s3Region, boolean login) {
        var catalog = TrinoCatalogs.PINNED + tag;
        if (!trino.hasCatalog(catalog)) {
            trino.createCatalog(
                    catalog,
                    TrinoCatalogs.ICEBERG,
                    TrinoCatalogs.pinned(nessieUri, warehouse, s3Endpoint, s3Region, keysFile, tag, login));
        }
        return catalog;
    }

    /** Whether there is a catalogue of a tag. */
    public boolean has(String tag) {
        return trino.hasCatalog(TrinoCatalogs.PINNED + tag);
    }

    /** Drops the catalogue of a tag, if it is there. */
    public void drop(String tag) {
        trino.dropCatalog(TrinoCatalogs.PINNED + tag);
    }
}
