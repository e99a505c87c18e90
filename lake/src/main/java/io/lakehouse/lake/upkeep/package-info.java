/**
 * What keeps the tables of the lake small and quick to read, and takes away what nobody can reach any more: compaction,
 * expiry of snapshots, files that nothing names, branches and uploads that were left.
 *
 * @see <a href="../../../../../../../../docs/decisions/0130-what-is-kept-is-what-a-reference-reaches.md">decision 130</a>
 */
@NullMarked
package io.lakehouse.lake.upkeep;

import org.jspecify.annotations.NullMarked;
