/** What the views over lake and tail cost whoever asks them. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.hybrid;
