/** A whole platform, raised by the launcher for one run and purged after it. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.platform;
