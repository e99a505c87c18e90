CREATE TABLE job (
    id bigint PRIMARY KEY,
    title text NOT NULL,
    hours integer,
    price numeric(8, 2),
    note varchar(40),
    taken timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE part (
    id integer PRIMARY KEY,
    name text NOT NULL,
    job bigint REFERENCES job
);

-- Declared later than the others.
CREATE TABLE tool (
    id integer PRIMARY KEY,
    name text NOT NULL
);

-- Has a type that no store carries.
CREATE TABLE bench (
    id integer PRIMARY KEY,
    place point
);

INSERT INTO job (id, title, hours, price, note)
SELECT n, 'job ' || n, n % 9, n * 1.25, CASE WHEN n % 3 > 0 THEN 'note ' || n END FROM generate_series(1, 200) AS n;
INSERT INTO part SELECT n, 'part ' || n, n FROM generate_series(1, 50) AS n;
INSERT INTO tool SELECT n, 'tool ' || n FROM generate_series(1, 20) AS n;
