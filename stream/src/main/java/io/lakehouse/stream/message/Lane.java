package io.lakehouse.stream.message;

/** A lane that reads raw messages, as its dead letters name it. */
public enum Lane {
    /** Into the topics of the current and history tables. */
    REALTIME("realtime"),
    /** Into the lake. */
    BRONZE("bronze");

    private final String label;

    Lane(String label) {
        this.label = label;
    }

    /** The name in messages. */
    public String label() {
        return label;
    }
}
