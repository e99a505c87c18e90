/** How a running job learns the routes of its tables. */
@NullMarked
package io.lakehouse.stream.route;

import org.jspecify.annotations.NullMarked;
