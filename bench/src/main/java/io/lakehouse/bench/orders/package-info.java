/** One table of orders: its declaration, a seeded open loop of changes, and the comparison of what the stores hold of it. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.orders;
