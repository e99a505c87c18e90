/** The source: the platform's own PostgreSQL, what any source database is asked, and changes made up for it. */
@NullMarked
package io.lakehouse.platform.source;

import org.jspecify.annotations.NullMarked;
