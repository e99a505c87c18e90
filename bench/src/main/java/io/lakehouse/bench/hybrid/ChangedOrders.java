package io.lakehouse.bench.hybrid;

import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * A table of orders beside which the source itself keeps every version that a row ever had, so that it can answer what
 * is asked of the lake.
 */
final class ChangedOrders implements AutoCloseable {
    private static final int CHANGES_OF_A_TRANSACTION = 500;

    private final Connection connection;
    private final Random random;
    private final int rows;
    private long nextId;

    /**
     * The orders of a source.
     *
     * @param rows how many {@link #setup} has made
     * @param seed of the changes and of the keys that are asked for
     */
    ChangedOrders(DatabaseAddress source, int rows, long seed) throws SQLException {
        this.connection = source.connect();
        this.connection.setAutoCommit(false);
        this.random = new Random(seed);
        this.rows = rows;
        this.nextId = rows + 1L;
    }

    /** SQL that makes the table with its rows, and what keeps the versions. */
    static String setup(int rows) {
        return """
                CREATE TABLE orders (
                    id bigint PRIMARY KEY, account integer NOT NULL, amount numeric(12,2) NOT NULL, status text NOT NULL);
                CREATE TABLE order_versions (
                    number bigserial PRIMARY KEY, id bigint NOT NULL, amount numeric(12,2) NOT NULL);
                CREATE INDEX ON order_versions (id);
                CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        INSERT INTO order_versions (id, amount) VALUES (NEW.id, NEW.amount);
                        RETURN NULL;
                    END $$;
                CREATE TRIGGER keep AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION keep();
                INSERT INTO orders SELECT id, id %% 1000, (id %% 10007) / 100.0,
                    (ARRAY['placed', 'paid', 'packed', 'sent'])[1 + id %% 4] FROM generate_series(1, %d) id;
                """
                .formatted(rows);
    }

    /** Makes exactly so many changes: of ten four insert, five update and one deletes, evenly over the table. */
    void change(int changes) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, 'placed')");
                var update = connection.prepareStatement(
                        "UPDATE orders SET amount = amount + ?, status = 'changed' WHERE id = ?");
                var delete = connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
            for (var made = 0; made < changes; ) {
                var kind = made % 10;
                if (kind < 4) {
                    insert.setLong(1, nextId++);
                    insert.setInt(2, random.nextInt(1000));
                    insert.setBigDecimal(3, cents());
                    made += insert.executeUpdate();
                } else if (kind < 9) {
                    update.setBigDecimal(1, cents());
                    update.setLong(2, id());
                    made += update.executeUpdate();
                } else {
                    delete.setLong(1, id());
                    made += delete.executeUpdate();
                }
                if (made % CHANGES_OF_A_TRANSACTION == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
    }

    /** A key that was there at the beginning. */
    long id() {
        return 1 + random.nextInt(rows);
    }

    /** What the source answers, one text per row. */
    List<String> answer(String sql) throws SQLException {
        var rows = new java.util.ArrayList<String>();
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            var columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                var row = new java.util.ArrayList<String>();
                for (var column = 1; column <= columns; column++) {
                    row.add(String.valueOf(answer.getString(column)));
                }
                rows.add(row.toString());
            }
        }
        connection.commit();
        return List.copyOf(rows);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private java.math.BigDecimal cents() {
        return java.math.BigDecimal.valueOf(1 + random.nextInt(9_999), 2);
    }
}
