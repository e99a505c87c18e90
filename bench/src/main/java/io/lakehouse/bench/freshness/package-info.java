/** From a commit to its row in Pinot, against a poller of {@code updated_at}. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.freshness;
