package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.PortableShape;
import java.util.HashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/** The key text of a stored row, from its key columns in key order: what bronze's changes are matched by. */
final class KeyOfRow implements UDF1<Row, String> {
    private static final long serialVersionUID = 1L;
    private final PortableShape shape;

    KeyOfRow(TableShape table) {
        shape = new PortableShape(table);
    }

    @Override
    public String call(Row keyColumns) {
        var table = shape.shape();
        var values = new HashMap<String, String>();
        for (var i = 0; i < table.key().size(); i++) {
            values.put(table.key().get(i), SilverValue.text(keyColumns.get(i)));
        }
        return KeyText.of(table, new io.lakehouse.contract.change.Row(values));
    }
}
