/** The machine that a figure was taken on, and what its processes use of it. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.machine;
