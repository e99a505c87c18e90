/** Connect's values as JSON: a schema is turned into a writer once, and a value is written straight to UTF-8 bytes. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.capture.json;
