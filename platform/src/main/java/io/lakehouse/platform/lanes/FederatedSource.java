package io.lakehouse.platform.lanes;

import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.Views;
import io.lakehouse.platform.query.source.SourceCatalogs;
import io.lakehouse.platform.source.DatabaseAddress;

/** The source of a pipeline as a catalogue of the platform's own Trino, to be joined with lake and tail. */
final class FederatedSource {
    private final SourceCatalogs catalogs;
    private final Views trino;
    private final String pipeline;
    private final boolean isMade;

    FederatedSource(Blueprint blueprint, String pipeline) {
        this.catalogs = new SourceCatalogs(blueprint.home().configuration("trino"));
        this.trino = new Views(new TrinoSql(blueprint.addresses().trino()));
        this.pipeline = pipeline;
        this.isMade = new HybridViews(blueprint).areMade();
    }

    /** Makes the catalogue, unless it is there with this address and login, or Trino is somebody else's. */
    void ensure(DatabaseAddress source) {
        if (isMade) {
            catalogs.ensure(
                    trino, pipeline, new SourceCatalogs.Database(source.jdbcUrl(), source.user(), source.password()));
        }
    }

    /** Whether the catalogue is there. */
    boolean isThere() {
        return trino.hasCatalog(SourceCatalogs.name(pipeline));
    }

    /** Drops the catalogue. */
    void drop() {
        catalogs.drop(trino, pipeline);
    }
}
