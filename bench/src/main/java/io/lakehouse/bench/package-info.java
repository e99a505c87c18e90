/** One class per verb. Every figure is a ratio within one run, and counts only when the rows are equal. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench;
