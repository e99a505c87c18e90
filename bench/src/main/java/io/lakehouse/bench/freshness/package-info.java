/** {@code bench freshness}: how long a commit takes until a query of Pinot returns it. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.freshness;
