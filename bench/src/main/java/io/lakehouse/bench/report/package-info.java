/** What a run leaves: a table, a plot and a file of results. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.report;
