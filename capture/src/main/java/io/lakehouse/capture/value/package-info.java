/** The texts of values that Debezium itself would write with a loss. */
@NullMarked
package io.lakehouse.capture.value;

import org.jspecify.annotations.NullMarked;
