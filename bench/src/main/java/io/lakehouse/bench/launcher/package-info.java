/** The platform as its user has it: raised and asked by the launcher. */
@org.jspecify.annotations.NullMarked
package io.lakehouse.bench.launcher;
