package io.lakehouse.lake.silver;

/**
 * What taking in changes did.
 *
 * @param inserted versions appended
 * @param closed versions that ended
 * @param unknown updates and deletes of keys without a current version
 * @param rebuilt keys whose chain was built again for late changes
 */
public record Merged(long inserted, long closed, long unknown, long rebuilt) {}
