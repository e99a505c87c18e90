/** JSON over HTTP, as all the engines speak it. */
@NullMarked
package io.lakehouse.platform.engine.rest;

import org.jspecify.annotations.NullMarked;
