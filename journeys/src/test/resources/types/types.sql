-- A column of every type that is carried; the value number n of each stands in row n.
CREATE TYPE mood AS ENUM ('ok', 'not ok', 'früh');
CREATE DOMAIN percent AS numeric(5, 2) CHECK (VALUE <> 13);
CREATE DOMAIN tags AS text[];

CREATE TABLE carried (
    id bigint PRIMARY KEY,
    "smallint" smallint,
    "integer" integer,
    "bigint" bigint,
    numeric_10_2 numeric(10, 2),
    numeric_38_10 numeric(38, 10),
    "numeric" numeric,
    "real" real,
    "double" double precision,
    "boolean" boolean,
    "text" text,
    varchar_5 varchar(5),
    char_5 char(5),
    mood mood,
    percent percent,
    "uuid" uuid,
    "date" date,
    "time" time,
    "timetz" timetz,
    "timestamp" timestamp,
    "timestamptz" timestamptz,
    "interval" interval,
    "inet" inet,
    "cidr" cidr,
    "macaddr" macaddr,
    "macaddr8" macaddr8,
    "json" json,
    "jsonb" jsonb,
    "bytea" bytea,
    smallints smallint[],
    integers integer[],
    bigints bigint[],
    numerics numeric[],
    reals real[],
    doubles double precision[],
    booleans boolean[],
    texts text[],
    varchars varchar(5)[],
    chars char(5)[],
    moods mood[],
    tags tags,
    uuids uuid[],
    dates date[],
    times time[],
    timetzs timetz[],
    timestamps timestamp[],
    timestamptzs timestamptz[],
    intervals interval[],
    inets inet[],
    cidrs cidr[],
    macaddrs macaddr[],
    jsons json[],
    jsonbs jsonb[],
    byteas bytea[]
);

-- Keys that no column of Pinot can hold, and texts whose order and length are odd.
CREATE TABLE keyed (
    amount numeric,
    day date,
    moment timestamptz,
    "uuid" uuid,
    bytes bytea,
    note text,
    PRIMARY KEY (amount, day, moment, "uuid", bytes)
);

DO $$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT type, row_number() OVER (PARTITION BY type ORDER BY position) AS n, value
        FROM (SELECT *, row_number() OVER () AS position FROM (VALUES
            ('smallint', '-32768'), ('smallint', '32767'), ('smallint', '0'),
            ('integer', '-2147483648'), ('integer', '2147483647'),
            ('bigint', '-9223372036854775808'), ('bigint', '9223372036854775807'), ('bigint', '9007199254740993'),
            ('numeric_10_2', '12345678.90'), ('numeric_10_2', '-0.01'), ('numeric_10_2', '0'), ('numeric_10_2', 'NaN'),
            ('numeric_38_10', '1234567890123456789012345678.0123456789'), ('numeric_38_10', '-0.0000000001'),
            ('numeric', '1.50'), ('numeric', '0.00000000000000000001'), ('numeric', '1e30'), ('numeric', '0.000'),
            ('numeric', '123456789012345678901234567890.123456789012345678901234567890'),
            ('numeric', 'NaN'), ('numeric', 'Infinity'), ('numeric', '-Infinity'),
            ('real', '0.1'), ('real', '1e-45'), ('real', '3.4028235e38'), ('real', '16777216'), ('real', '-0'),
            ('real', 'NaN'), ('real', 'Infinity'), ('real', '-Infinity'),
            ('double', '0.1'), ('double', '0.30000000000000004'), ('double', '5e-324'),
            ('double', '1.7976931348623157e308'), ('double', '-0'),
            ('double', 'NaN'), ('double', 'Infinity'), ('double', '-Infinity'),
            ('boolean', 'true'), ('boolean', 'false'),
            ('text', ''), ('text', 'null'), ('text', '__debezium_unavailable_value'), ('text', E'\t"a" \\ {b},\n\r\x7f\u0001'),
            ('text', E'e\u0301 \u00e9 \U0001F600 \u9C3B'), ('text', ' 1.50 '), ('text', 'NaN'),
            ('varchar_5', ''), ('varchar_5', 'ab'), ('varchar_5', 'ab   '),
            ('char_5', ''), ('char_5', 'ab'), ('char_5', 'abcde'),
            ('mood', 'ok'), ('mood', 'not ok'), ('mood', 'früh'),
            ('percent', '99.90'), ('percent', 'NaN'),
            ('uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), ('uuid', '00000000-0000-0000-0000-000000000000'),
            ('date', '2026-01-31'), ('date', '0001-01-01'), ('date', '0044-03-15 BC'), ('date', '4713-01-01 BC'),
            ('date', '9999-12-31'), ('date', '10000-01-01'), ('date', '5874897-12-31'),
            ('date', 'infinity'), ('date', '-infinity'),
            ('time', '00:00:00'), ('time', '04:05:06.789'), ('time', '23:59:59.999999'), ('time', '24:00:00'),
            ('timetz', '04:05:06.789+02'), ('timetz', '00:00:00+05:30'), ('timetz', '12:00:00-15:59:59'),
            ('timetz', '24:00:00-08'),
            ('timestamp', '2026-01-31 10:00:00.123456'), ('timestamp', '1969-12-31 23:59:59.999999'),
            ('timestamp', '0044-03-15 12:00:00 BC'), ('timestamp', '4713-01-01 00:00:00 BC'),
            ('timestamp', '1582-10-10 00:00:00'), ('timestamp', '10000-01-01 00:00:00'),
            ('timestamp', '294276-12-31 23:59:59.999999'), ('timestamp', 'infinity'), ('timestamp', '-infinity'),
            ('timestamptz', '2026-01-31 10:00:00.123456+01'), ('timestamptz', '1969-12-31 23:59:59.999999+00'),
            ('timestamptz', '0044-03-15 12:00:00+00 BC'), ('timestamptz', '4713-01-01 00:00:00+00 BC'),
            ('timestamptz', '1582-10-10 00:00:00+00'), ('timestamptz', '10000-01-01 00:00:00+00'),
            ('timestamptz', '73326-09-11 20:14:45.247999+00'), ('timestamptz', '73326-09-11 20:14:45.248+00'),
            ('timestamptz', '294276-12-31 23:59:59.999999+00'), ('timestamptz', 'infinity'), ('timestamptz', '-infinity'),
            ('interval', '1 year 2 mons -3 days 04:05:06.789'), ('interval', '-00:00:00.000001'), ('interval', '0'),
            ('interval', '-1 year -1 mon'), ('interval', '1 day -25:00:00.5'), ('interval', '90 minutes'),
            ('interval', '178000000 years'), ('interval', '2000000000 hours'),
            ('inet', '192.168.0.1'), ('inet', '10.1.2.3/8'), ('inet', '::1'), ('inet', '2001:db8::/32'),
            ('cidr', '10.0.0.0/8'), ('cidr', '192.168.0.1'), ('cidr', '2001:db8::/32'),
            ('macaddr', '08-00-2B-01-02-03'), ('macaddr8', '08:00:2b:01:02:03:04:05'),
            ('json', '{}'), ('json', '"{}"'), ('json', 'null'), ('json', '[]'), ('json', '{"b" : 1.0,"a":1,"a":2}'),
            ('json', '{"n": 123456789012345678901234567890.12345678901234567890}'), ('json', '"\u00e9\\"'),
            ('jsonb', '{}'), ('jsonb', '"{}"'), ('jsonb', 'null'), ('jsonb', '[]'), ('jsonb', '{"b" : 1.0,"a":1,"a":2}'),
            ('jsonb', '{"n": 123456789012345678901234567890.12345678901234567890}'), ('jsonb', '"\u00e9"'),
            ('bytea', ''), ('bytea', '\x00ff10'), ('bytea', '__debezium_unavailable_value'),
            ('smallints', '{1,NULL,-3}'), ('smallints', '{}'),
            ('integers', '{1,NULL,-3}'), ('integers', '{{1,2},{3,NULL}}'), ('integers', '{{{1},{2}}}'),
            ('integers', '[0:1]={1,2}'), ('integers', '{}'),
            ('bigints', '{9223372036854775807,NULL}'),
            ('numerics', '{1.50,NaN,Infinity,NULL,123456789012345678901234567890.123456789}'),
            ('reals', '{0.1,NaN,-Infinity,-0,1e-45}'), ('doubles', '{0.1,NaN,-Infinity,-0,5e-324,1e300}'),
            ('booleans', '{true,false,NULL}'),
            ('texts', '{a,"b c",NULL,"NULL","","x\"y\\z","{1,2}",é😀}'), ('texts', '{{a,b},{c,"d,e"}}'), ('texts', '{}'),
            ('varchars', '{ab,NULL}'), ('chars', '{ab,NULL}'), ('moods', '{"not ok",NULL,früh}'), ('tags', '{a,NULL}'),
            ('uuids', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'),
            ('dates', '{2026-01-31,infinity,"0044-03-15 BC",10000-01-01,NULL}'),
            ('times', '{24:00:00,04:05:06.789,NULL}'), ('timetzs', '{04:05:06.789+02,NULL}'),
            ('timestamps', '{"2026-01-31 10:00:00.123456",-infinity,"0044-03-15 12:00:00 BC",NULL}'),
            ('timestamptzs', '{"2026-01-31 10:00:00.123456+01",infinity,"0044-03-15 12:00:00+00 BC",NULL}'),
            ('intervals', '{"1 year 2 mons -3 days 04:05:06.789",-00:00:01,"1 day",NULL}'),
            ('inets', '{10.1.2.3/8,::1,NULL}'), ('cidrs', '{10.0.0.0/8,NULL}'), ('macaddrs', '{08:00:2b:01:02:03,NULL}'),
            ('jsons', '{"{\"a\": \"x\"}",null,"null"}'), ('jsonbs', '{"{\"a\": \"x\"}",NULL,"null"}'),
            ('byteas', '{"\\x00ff",NULL,"\\x"}')
        ) AS given (type, value)) AS ordered
        ORDER BY position
    LOOP
        INSERT INTO carried (id) VALUES (given.n) ON CONFLICT DO NOTHING;
        EXECUTE format('UPDATE carried SET %I = %L WHERE id = %s', given.type, given.value, given.n);
    END LOOP;
END
$$;

INSERT INTO keyed VALUES
    (1.0, '2026-01-31', '2026-01-31 10:00:00.123456+01', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\x00ff', 'plain'),
    ('NaN', 'infinity', '-infinity', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', 'odd'),
    ('NaN', '-infinity', '-infinity', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', 'odder'),
    (123456789012345678901234567890.123456789, '0044-03-15 BC', '0044-03-15 12:00:00+00 BC',
        '00000000-0000-0000-0000-000000000000', '\x10', 'long');
