package io.lakehouse.contract.job;

import io.lakehouse.contract.declaration.TableShape;

/**
 * Where the changes of one table come from and go to. A lane that is off has an empty name.
 *
 * @param shape the source table
 * @param rawTopic topic of its Debezium envelopes
 * @param currentTopic topic of the Pinot current table
 * @param historyTopic topic of the Pinot history table
 * @param silverTable name of its SCD2 table, without the namespace
 */
public record TableRoute(
        TableShape shape, String rawTopic, String currentTopic, String historyTopic, String silverTable) {}
