package io.lakehouse.platform.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * A PostgreSQL database and who asks it.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database the database's name
 * @param user the role
 * @param password its password
 */
public record DatabaseAddress(String host, int port, String database, String user, String password) {
    private static final String CONNECT_SECONDS = "10";

    /** Longer than any statement of the platform takes, so that a server that is gone is noticed. */
    private static final String ANSWER_SECONDS = "300";

    /** Another database of the same server. */
    public DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(host, port, other, user, password);
    }

    /** The address for JDBC, without role and password. */
    public String jdbcUrl() {
        // The driver decodes the name, so that any name will do.
        return "jdbc:postgresql://" + host + ":" + port + "/"
                + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A connection in UTC that leaves the types of parameters to the server. */
    public Connection connect() throws SQLException {
        return connect(Map.of());
    }

    /** Likewise, with settings of the driver. */
    Connection connect(Map<String, String> settings) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "lakehouse");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        properties.setProperty("stringtype", "unspecified");
        properties.putAll(settings);
        var connection = DriverManager.getConnection(jdbcUrl(), properties);
        try (var statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "database " + database + " of " + host + ":" + port;
    }
}
