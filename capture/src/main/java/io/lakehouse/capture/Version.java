package io.lakehouse.capture;

import java.util.Objects;

/** The version of this module, which Connect shows among its plugins. */
final class Version {
    static final String TEXT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "undefined");

    private Version() {}
}
