package io.lakehouse.platform.plan;

import io.lakehouse.platform.realtime.PinotTable;
import io.lakehouse.platform.stream.Topics.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Pinot tables of a pipeline for somebody who runs Pinot: as files, with the topics that they read.
 *
 * @param pipeline its name
 * @param tables its tables
 * @param topics the topics that the tables read
 */
public record PinotTableFiles(String pipeline, List<PinotTable> tables, List<Topic> topics) {
    /** Keeps its own copies. */
    public PinotTableFiles {
        tables = List.copyOf(tables);
        topics = List.copyOf(topics);
    }

    /** The text of {@code <table>_schema.json} and {@code <table>_table.json} of each table, by the file's name. */
    public Map<String, String> json() {
        var files = new LinkedHashMap<String, String>();
        for (var table : tables) {
            files.put(table.name() + "_schema.json", table.schema().toPrettyString() + "\n");
            files.put(table.name() + "_table.json", table.config().toPrettyString() + "\n");
        }
        return files;
    }
}
