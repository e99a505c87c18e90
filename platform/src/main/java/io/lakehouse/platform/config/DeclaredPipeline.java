package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.engine.Place;
import java.nio.file.Path;
import java.util.Optional;

/** A pipeline and the file that declares it. */
public final class DeclaredPipeline {
    private final Pipeline pipeline;
    private final YamlNode document;

    DeclaredPipeline(Pipeline pipeline, YamlNode document) {
        this.pipeline = pipeline;
        this.document = document;
    }

    /** The pipeline. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** The file that declares it, as the user named it. */
    public Path file() {
        return document.file();
    }

    /** The SQL file that makes the declared tables. */
    public Optional<Path> setup() {
        return pipeline.source() instanceof Source.Embedded embedded
                        && !embedded.setup().isEmpty()
                ? Optional.of(file().resolveSibling(embedded.setup()))
                : Optional.empty();
    }

    /**
     * Where a field stands, with its line, for failures that are found later.
     *
     * @param path the field, {@code tables[0]}
     */
    public Place place(String path) {
        return field -> document.place(
                "", path.isEmpty() || field.isEmpty() || field.startsWith("[") ? path + field : path + "." + field);
    }

    /** The place of a table, by its position in the declaration. */
    public Place table(int index) {
        return place("tables[" + index + "]");
    }
}
