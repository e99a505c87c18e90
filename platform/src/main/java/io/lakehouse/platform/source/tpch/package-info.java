/** TPC-H's data in a source: what its published generator makes, and the refresh functions that change it. */
@NullMarked
package io.lakehouse.platform.source.tpch;

import org.jspecify.annotations.NullMarked;
