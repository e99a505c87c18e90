package io.lakehouse.platform.query.live;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.query.TrinoSql;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes and drops views, and the catalogues that they read. */
public final class Views {
    /** Catalogue of the views. */
    public static final String CATALOG = "live";

    private final TrinoSql trino;

    /** Those of a Trino. */
    public Views(TrinoSql trino) {
        this.trino = trino;
    }

    /** Makes the schema of a pipeline's views, if it is not there. */
    public void ensureSchema(String schema) {
        run("CREATE SCHEMA IF NOT EXISTS " + Sql.table(CATALOG, schema));
    }

    /**
     * Makes a view, or makes it again, in a schema that is there.
     *
     * @return its whole name as SQL writes it
     */
    public String replace(String schema, String view, String query) {
        var name = Sql.table(CATALOG, schema, view);
        run("CREATE OR REPLACE VIEW " + name + " SECURITY INVOKER AS " + query);
        return name;
    }

    /** Drops a view, if it is there. */
    public void drop(String schema, String view) {
        run("DROP VIEW IF EXISTS " + Sql.table(CATALOG, schema, view));
    }

    /** Whether there is a catalogue. */
    public boolean hasCatalog(String catalog) {
        try {
            return !trino.run("SHOW CATALOGS LIKE " + Sql.text(catalog.replace("_", "\\_")) + " ESCAPE '\\'")
                    .rows()
                    .isEmpty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Makes a catalogue. No secret may be among its properties: Trino shows the statement to everyone. */
    public void createCatalog(String catalog, String connector, Map<String, String> properties) {
        var with = properties.entrySet().stream()
                .map(property -> Sql.name(property.getKey()) + " = " + Sql.text(property.getValue()))
                .collect(Collectors.joining(", "));
        run("CREATE CATALOG " + Sql.name(catalog) + " USING " + connector
                + (with.isEmpty() ? "" : " WITH (" + with + ")"));
    }

    /** Drops a catalogue, if it is there. */
    public void dropCatalog(String catalog) {
        run("DROP CATALOG IF EXISTS " + Sql.name(catalog));
    }

    private void run(String sql) {
        try {
            trino.run(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Failure failed(SQLException e) {
        return new Failure("trino: " + e.getMessage(), e);
    }
}
