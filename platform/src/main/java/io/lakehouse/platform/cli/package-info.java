/** The command line, one class per verb. */
@NullMarked
package io.lakehouse.platform.cli;

import org.jspecify.annotations.NullMarked;
