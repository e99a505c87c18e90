/** The only owner of processes: starts, watches, restarts and stops the engines, and keeps the pipelines applied. */
@NullMarked
package io.lakehouse.platform.supervise;

import org.jspecify.annotations.NullMarked;
