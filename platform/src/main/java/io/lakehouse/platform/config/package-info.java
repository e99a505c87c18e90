/** What users write, read into declarations; every error tells file, line and path. */
@NullMarked
package io.lakehouse.platform.config;

import org.jspecify.annotations.NullMarked;
