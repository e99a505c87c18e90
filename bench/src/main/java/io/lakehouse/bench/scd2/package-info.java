/**
 * Taking changes into an SCD2 table, against the usual Spark job of one MERGE. {@code Scd2Verb} runs in the bench; all
 * else runs in a JVM with Spark, and knows nothing of the platform.
 */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.scd2;
