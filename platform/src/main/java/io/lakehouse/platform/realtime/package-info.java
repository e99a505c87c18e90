/** The real-time store: Pinot, its tables, what they have consumed, and how they are asked. */
@NullMarked
package io.lakehouse.platform.realtime;

import org.jspecify.annotations.NullMarked;
