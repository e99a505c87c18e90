/** {@code bench lanes}: what the second lane costs. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.lanes;
