/** Pure: what a platform consists of and what a pipeline becomes, from declarations and observations. Nothing is started here. */
@NullMarked
package io.lakehouse.platform.plan;

import org.jspecify.annotations.NullMarked;
