package io.lakehouse.platform.query;

import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Interruption;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.Login;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** SQL over Trino, in UTC. */
public final class TrinoSql {
    private final String jdbcUrl;
    private final Endpoint endpoint;

    /** The server at this endpoint. */
    public TrinoSql(Endpoint endpoint) {
        var uri = URI.create(endpoint.url());
        var port = uri.getPort() > 0 ? uri.getPort() : isEncrypted(endpoint) ? 443 : 80;
        this.jdbcUrl = "jdbc:trino://" + uri.getHost() + ":" + port;
        this.endpoint = endpoint;
    }

    private static boolean isEncrypted(Endpoint endpoint) {
        return endpoint.url().startsWith("https:");
    }

    /**
     * Runs one statement; Trino is told when the process is interrupted meanwhile. Values are Trino's own texts: decimals with all their digits, times with microseconds.
     *
     * @throws SQLException when Trino refuses or does not answer; the message is Trino's, with the cause that it gives
     */
    public Answer run(String sql) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "lakehouse");
        properties.setProperty("timezone", "UTC");
        if (isEncrypted(endpoint)) {
            properties.setProperty("SSL", "true");
            if (!endpoint.ca().isEmpty()) {
                properties.setProperty("SSLTrustStorePath", endpoint.ca());
            }
        }
        if (endpoint.login() instanceof Login.Basic basic) {
            properties.setProperty("user", basic.user());
            properties.setProperty("password", basic.password().get());
        } else if (endpoint.login() instanceof Login.Bearer bearer) {
            properties.setProperty("accessToken", bearer.token().get());
        }
        try (var connection = DriverManager.getConnection(jdbcUrl, properties);
                var statement = connection.createStatement();
                var interruption = Interruption.stops(statement::cancel)) {
            return statement.execute(sql)
                    ? Answer.of(statement.getResultSet())
                    : Answer.updated(Math.max(0, statement.getLargeUpdateCount()));
        } catch (SQLException e) {
            throw new SQLException(withFirstCause(e), e.getSQLState(), e.getErrorCode(), e);
        }
    }

    /** Trino says what it was about; what happened, such as a store that refused a key, is the innermost cause. */
    private static String withFirstCause(SQLException failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        var message = failure.getMessage();
        var reason = first.getMessage();
        return reason == null || message.contains(reason) ? message : message + ": " + reason;
    }
}
