/** The lake and the changes that it does not hold yet, in one query: views of Trino over Iceberg and Kafka. */
@NullMarked
package io.lakehouse.platform.query.live;

import org.jspecify.annotations.NullMarked;
