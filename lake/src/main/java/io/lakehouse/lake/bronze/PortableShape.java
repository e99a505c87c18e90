package io.lakehouse.lake.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.declaration.TableShape;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A table's shape on its way to Spark's tasks. Spark takes Java serialization only, which the contract has no part in. */
public final class PortableShape implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String json;
    private transient @Nullable TableShape shape;

    /** A shape to travel. */
    public PortableShape(TableShape shape) {
        this.shape = shape;
        try {
            this.json = JSON.writeValueAsString(shape);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shape. */
    public TableShape shape() {
        var known = shape;
        if (known == null) {
            try {
                known = JSON.readValue(json, TableShape.class);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            shape = known;
        }
        return known;
    }
}
