/** How artifacts come to this machine: the lock, the downloads, the checks, the unpacking. */
@NullMarked
package io.lakehouse.platform.engine.artifact;

import org.jspecify.annotations.NullMarked;
