/** The sources of the pipelines, as Trino asks them. */
@NullMarked
package io.lakehouse.platform.query.source;

import org.jspecify.annotations.NullMarked;
