package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.DatabaseTls;
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
 * @param tls how connections are encrypted; the path of its certificates is absolute
 */
public record DatabaseAddress(String host, int port, String database, String user, String password, DatabaseTls tls) {
    private static final String CONNECT_SECONDS = "10";

    /** Longer than any statement of the platform takes, so that a server that is gone is noticed. */
    private static final String ANSWER_SECONDS = "300";

    /** A database whose connections are encrypted when it can. */
    public DatabaseAddress(String host, int port, String database, String user, String password) {
        this(host, port, database, user, password, DatabaseTls.DEFAULT);
    }

    /** Another database of the same server. */
    public DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(host, port, other, user, password, tls);
    }

    /** The address for JDBC, without role and password. */
    public String jdbcUrl() {
        // The driver decodes the name, so that any name will do.
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + encryption();
    }

    private String encryption() {
        if (tls.equals(DatabaseTls.DEFAULT)) {
            return "";
        }
        return "?sslmode=" + tls.mode().word() + (tls.ca().isEmpty() ? "" : "&sslrootcert=" + encoded(tls.ca()));
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A connection in UTC that leaves the types of parameters to the server. */
    public Connection connect() throws SQLException {
        return connect(Map.of());
    }

    /** Likewise, with settings of the driver. */
    public Connection connect(Map<String, String> settings) throws SQLException {
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
