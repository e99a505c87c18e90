/**
 * The SCD2 rules: how the changes of one key become its versions. Knows neither Spark nor any store.
 */
@NullMarked
package io.lakehouse.lake.version;

import org.jspecify.annotations.NullMarked;
