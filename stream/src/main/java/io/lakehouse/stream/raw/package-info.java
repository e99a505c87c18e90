/** Raw messages: how they come out of Kafka and how one is read into a change. */
@NullMarked
package io.lakehouse.stream.raw;

import org.jspecify.annotations.NullMarked;
