/** One JVM that is all of Pinot: ZooKeeper, controller, broker and server. */
package io.lakehouse.realtime;
