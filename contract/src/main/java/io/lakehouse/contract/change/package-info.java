/**
 * The meaning of one change: its order within a key, its identity, its values and their hash.
 *
 * <p>Capture, both stream jobs, the batch and verification compute these in this one place, so that what they
 * store can be compared.
 */
package io.lakehouse.contract.change;
