package io.lakehouse.lake.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;

/** Reads each file of deletes once, however many data files it is about; several at once, as its parent does. */
final class EachOnce extends BaseDeleteLoader {
    private final Map<String, Object> loaded = new ConcurrentHashMap<>();

    EachOnce(Table table) {
        super(delete -> table.io().newInputFile(delete));
    }

    @Override
    protected boolean canCache(long size) {
        return true;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <V> V getOrLoad(String key, Supplier<V> load, long size) {
        return (V) loaded.computeIfAbsent(key, absent -> load.get());
    }
}
