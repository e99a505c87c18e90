package io.lakehouse.platform.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
public final class Checkout {
    private Checkout() {}

    /** Its root: the nearest folder above that holds the catalogue. */
    public static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("engines.yaml"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Its catalogue. */
    public static Catalogue catalogue() {
        return Catalogue.load(root().resolve("engines.yaml"));
    }
}
