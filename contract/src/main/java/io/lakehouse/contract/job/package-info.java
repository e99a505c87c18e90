/**
 * What the platform tells a job and what a job tells the platform, as records that travel as JSON.
 */
package io.lakehouse.contract.job;
