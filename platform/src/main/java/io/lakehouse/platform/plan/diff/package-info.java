/** What differs between two states of a pipeline's objects: pure, field by field, each change with its verdict. */
@NullMarked
package io.lakehouse.platform.plan.diff;

import org.jspecify.annotations.NullMarked;
