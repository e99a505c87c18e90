/**
 * How the work of a run becomes visible: all of it at once, or nothing.
 */
@NullMarked
package io.lakehouse.lake.publish;

import org.jspecify.annotations.NullMarked;
