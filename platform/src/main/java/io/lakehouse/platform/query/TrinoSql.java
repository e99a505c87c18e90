package io.lakehouse.platform.query;

import io.lakehouse.platform.engine.Answer;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** SQL over Trino, in UTC. */
public final class TrinoSql {
    private final String jdbcUrl;

    /** The server at this address, {@code http://host:port}. */
    public TrinoSql(String address) {
        var uri = URI.create(address);
        this.jdbcUrl = "jdbc:trino://" + uri.getHost() + ":" + uri.getPort();
    }

    /**
     * Runs one statement. Values are Trino's own texts: decimals with all their digits, times with microseconds.
     *
     * @throws SQLException when Trino refuses or does not answer; the message is Trino's
     */
    public Answer run(String sql) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "lakehouse");
        properties.setProperty("timezone", "UTC");
        try (var connection = DriverManager.getConnection(jdbcUrl, properties);
                var statement = connection.createStatement()) {
            return statement.execute(sql)
                    ? rows(statement.getResultSet())
                    : Answer.updated(Math.max(0, statement.getLargeUpdateCount()));
        }
    }

    private static Answer rows(ResultSet result) throws SQLException {
        var metadata = result.getMetaData();
        var columns = new ArrayList<String>();
        for (var column = 1; column <= metadata.getColumnCount(); column++) {
            columns.add(metadata.getColumnLabel(column));
        }
        var rows = new ArrayList<List<@Nullable String>>();
        while (result.next()) {
            var row = new ArrayList<@Nullable String>();
            for (var column = 1; column <= columns.size(); column++) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return Answer.rows(columns, rows);
    }
}
