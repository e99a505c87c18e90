/** Changes made up for a source: values that its types and constraints allow, in transactions that it does not refuse. */
@NullMarked
package io.lakehouse.platform.source.simulation;

import org.jspecify.annotations.NullMarked;
