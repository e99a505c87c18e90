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
    /** Text of any length: text, varchar, char (padded to its length), and the labels of an enum. */
    TEXT,
    /** UUID, as its text in lower case. */
    UUID,
    /** Calendar date. */
    DATE,
    /** Time of day in microseconds, 00:00:00 to 24:00:00, both inclusive. */
    TIME,
    /** Time of day with its offset from UTC, which stays as it was written. */
    TIMETZ,
    /** Date and time of day, in microseconds, without a zone; taken as UTC. */
    TIMESTAMP,
    /** Moment, in microseconds. */
    TIMESTAMPTZ,
    /** Months, days and microseconds, each with its own sign. */
    INTERVAL,
    /** inet or cidr: the address of a host or a network, as its text. */
    INET,
    /** macaddr or macaddr8, as its text. */
    MACADDR,
    /** json or jsonb, as its text. */
    JSON,
    /** Bytes, as Base64. */
    BYTEA,
    /** Array of any number of dimensions; its elements are of another type, and each may be NULL. */
    ARRAY
}
