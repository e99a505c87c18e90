/** What a truncation does to a current table: every row that lived before it is deleted, none after it is touched. */
@NullMarked
package io.lakehouse.stream.truncation;

import org.jspecify.annotations.NullMarked;
