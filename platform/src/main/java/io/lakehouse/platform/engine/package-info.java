/** What an engine is: its catalogue entry, its installation, its ports and folders, and how it is launched and probed. */
@NullMarked
package io.lakehouse.platform.engine;

import org.jspecify.annotations.NullMarked;
