/**
 * The batch that keeps the SCD2 tables: one run reads an exact range of bronze and publishes what follows from it.
 */
@NullMarked
package io.lakehouse.lake;

import org.jspecify.annotations.NullMarked;
