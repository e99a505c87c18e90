/** The lake as it was published once: catalogues of Trino at tags, and statements that are asked of them. */
@NullMarked
package io.lakehouse.platform.query.pinned;

import org.jspecify.annotations.NullMarked;
