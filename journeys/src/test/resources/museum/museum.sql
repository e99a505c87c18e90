-- A museum's database: a schema that no part of the platform was written for. Names with upper case, spaces and umlauts,
-- keys of several columns, a table that refers to itself, one in partitions, one without a key, and one of every type.
CREATE SCHEMA "Museum Nord";

CREATE TYPE "Museum Nord"."Zustand" AS ENUM ('gut', 'not ok', 'früh');
CREATE DOMAIN "Museum Nord".prozent AS numeric(5, 2) CHECK (VALUE BETWEEN -100 AND 100);

CREATE TABLE "Museum Nord"."Künstler" (
    "Land"        char(3),
    "Nr"          integer,
    "Voller Name" text NOT NULL,
    "Lehrer Land" char(3),
    "Lehrer Nr"   integer,
    geboren_am    date CHECK (geboren_am < '2020-01-01'),
    PRIMARY KEY ("Land", "Nr"),
    FOREIGN KEY ("Lehrer Land", "Lehrer Nr") REFERENCES "Museum Nord"."Künstler" ON DELETE SET NULL
);

CREATE TABLE "Museum Nord"."Werk" (
    id          bigint PRIMARY KEY,
    "Land"      char(3) NOT NULL,
    "Nr"        integer NOT NULL,
    "Titel"     text NOT NULL DEFAULT '',
    "Größe"     numeric(8, 3) CHECK ("Größe" > 0),
    "Menge"     integer,
    "Ort"       varchar(20),
    "Notiz"     text,
    FOREIGN KEY ("Land", "Nr") REFERENCES "Museum Nord"."Künstler" ON DELETE CASCADE
);

-- A numeric key: 1.0 and 1.00 are one row. The snapshot reads what the server computes, and the stores leave it out.
CREATE TABLE "Museum Nord"."Saal" (
    nummer      numeric PRIMARY KEY,
    name        text,
    dauer       integer,
    "Lang"      boolean GENERATED ALWAYS AS (dauer > 60) STORED
);
INSERT INTO "Museum Nord"."Saal" VALUES (0.5, 'vor dem Anfang', 90);

CREATE TABLE "Museum Nord"."Besuch" (
    tag         date,
    nummer      integer,
    minuten     double precision CHECK (minuten > 0 AND minuten < 600),
    PRIMARY KEY (tag, nummer)
) PARTITION BY RANGE (tag);
CREATE TABLE "Museum Nord"."Besuch 2024" PARTITION OF "Museum Nord"."Besuch" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Museum Nord"."Besuch 2025" PARTITION OF "Museum Nord"."Besuch" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- Without a key: its history is kept, and nothing else.
CREATE TABLE "Museum Nord"."Gästebuch" (
    gesagt      text,
    um          timestamptz
);

CREATE TABLE "Museum Nord"."Leihgabe" (
    ziel        text,
    werk        bigint,
    bis         date,
    PRIMARY KEY (ziel, werk)
);

CREATE TABLE "Museum Nord"."Jeder Typ" (
    id bigint PRIMARY KEY,
    "smallint" smallint, "integer" integer, "bigint" bigint, numeric_10_2 numeric(10, 2), numeric_38_10 numeric(38, 10),
    "numeric" numeric, "real" real, "double" double precision, "boolean" boolean, "text" text DEFAULT 'nichts',
    varchar_5 varchar(5), char_5 char(5), zustand "Museum Nord"."Zustand", prozent "Museum Nord".prozent, uuid uuid,
    "date" date, "time" time, timetz timetz, "timestamp" timestamp, timestamptz timestamptz, "interval" interval,
    inet inet, cidr cidr, macaddr macaddr, macaddr8 macaddr8, json json, jsonb jsonb, bytea bytea,
    smallints smallint[], integers integer[], bigints bigint[], numerics numeric[], reals real[],
    doubles double precision[], booleans boolean[], texts text[], varchars varchar(5)[], chars char(5)[],
    zustaende "Museum Nord"."Zustand"[], uuids uuid[], dates date[], times time[], timetzs timetz[],
    timestamps timestamp[], timestamptzs timestamptz[], intervals interval[], inets inet[], cidrs cidr[],
    macaddrs macaddr[], jsons json[], jsonbs jsonb[], byteas bytea[]
);
