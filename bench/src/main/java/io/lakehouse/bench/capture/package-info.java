/** Capture against a bare reader of the same log. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.capture;
