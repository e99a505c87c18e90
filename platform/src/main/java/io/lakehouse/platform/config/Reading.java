package io.lakehouse.platform.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a declaration.
 *
 * @param file the file, as the user named it
 * @param pipeline what it declares; empty when there are mistakes
 * @param mistakes all that can be told independently of each other, a line with its place each
 */
public record Reading(Path file, Optional<DeclaredPipeline> pipeline, List<String> mistakes) {
    /** Keeps its own copy. */
    public Reading {
        mistakes = List.copyOf(mistakes);
    }
}
