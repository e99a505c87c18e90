package io.lakehouse.contract.declaration;

/** The types of columns that the platform carries. Every other type is refused by name before anything starts. */
public enum TypeName {
    /** 16-bit integer. */
    SMALLINT,
    /** 32-bit integer. */
    INTEGER,
    /** 64-bit integer. */
    BIGINT,
    /** Exact decimal, with a precision and a scale or, both 0, without a bound. */
    NUMERIC,
    /** 32-bit floating point. */
    REAL,
    /** 64-bit floating point. */
    DOUBLE,
    /** Truth value. */
    BOOLEAN,
    /** Text of any length: text, varchar, char, and the labels of an enum. */
    TEXT,
    /** UUID, as its text in lower case. */
    UUID,
    /** Calendar date. */
    DATE,
    /** Date and time of day, in microseconds, without a zone; taken as UTC. */
    TIMESTAMP,
    /** Moment, in microseconds. */
    TIMESTAMPTZ,
    /** json or jsonb, as its text. */
    JSON,
    /** Bytes, as Base64. */
    BYTEA
}
