package io.lakehouse.platform.realtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;

/** A program that asks over JDBC, in a JVM of its own: a driver's threads outlive its connections. */
final class JdbcClient {
    /** How it writes NULL, which is no text that a test has. */
    static final String NULL = "\u0000";

    private JdbcClient() {}

    /**
     * Writes an answer to a file, a line for each value.
     *
     * @param arguments class of the driver, address, statement, file
     */
    public static void main(String[] arguments) throws Exception {
        Class.forName(arguments[0]);
        var values = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(arguments[1]);
                var statement = connection.createStatement();
                var answer = statement.executeQuery(arguments[2])) {
            var columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                for (var column = 1; column <= columns; column++) {
                    var value = answer.getString(column);
                    values.add(value == null ? NULL : value);
                }
            }
        }
        Files.write(Path.of(arguments[3]), values);
        System.exit(0);
    }
}
