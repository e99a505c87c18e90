package io.lakehouse.platform.capture;

import io.lakehouse.platform.source.SourceDatabase;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Writes into a table with the columns {@code id} and {@code v} until it is closed: inserts, updates, deletes, rollbacks. */
final class Writer implements AutoCloseable {
    private final SourceDatabase source;
    private final String table;
    private final long keys;
    private final AtomicLong written = new AtomicLong();
    private final Thread thread = new Thread(this::write, "writer");
    private volatile boolean closed;
    private volatile Exception failure = new IllegalStateException("has not run");

    private Writer(SourceDatabase source, String table, long keys) {
        this.source = source;
        this.table = table;
        this.keys = keys;
    }

    /** A writer over the keys from 1 up to this many. */
    static Writer over(SourceDatabase source, String table, long keys) {
        var writer = new Writer(source, table, keys);
        writer.thread.start();
        return writer;
    }

    long written() {
        return written.get();
    }

    private void write() {
        var random = new Random(7);
        try {
            while (!closed) {
                var id = 1 + (long) (random.nextDouble() * keys);
                var value = "'w" + written.incrementAndGet() + "'";
                switch (random.nextInt(10)) {
                    case 0 -> source.query("DELETE FROM " + table + " WHERE id = " + id);
                    case 1, 2 ->
                        source.query("INSERT INTO " + table + " VALUES (" + id + ", " + value
                                + ") ON CONFLICT (id) DO UPDATE SET v = excluded.v || '!'");
                    case 3 ->
                        source.query("BEGIN; UPDATE " + table + " SET v = 'never' WHERE id = " + id + "; ROLLBACK");
                    default ->
                        source.query("UPDATE " + table + " SET v = " + value + " WHERE id IN (" + id + ", " + (id + 1)
                                + ")");
                }
            }
            failure = null;
        } catch (Exception e) {
            failure = e;
        }
    }

    @Override
    public void close() throws Exception {
        closed = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}
