-- Names with upper case, blanks and letters beyond ASCII; composite keys, self-references, and every kind of constraint.
CREATE SCHEMA "Odd Shop";

CREATE TYPE "Odd Shop"."Mood" AS ENUM ('happy', 'so-so', 'très triste');
CREATE DOMAIN "Odd Shop".price AS numeric(8, 2) NOT NULL CHECK (VALUE > 0 AND VALUE < 1000);
CREATE DOMAIN "Odd Shop".code AS text CHECK (VALUE ~ '[0-9]$');

-- Not declared: its rows may be referenced, not changed.
CREATE TABLE "Odd Shop"."Country" (iso char(2) PRIMARY KEY);
INSERT INTO "Odd Shop"."Country" VALUES ('DE'), ('FR'), ('JP');

CREATE TABLE "Odd Shop"."Région" (
    "Id"      smallint PRIMARY KEY,
    "Name"    text    NOT NULL UNIQUE,
    country   char(2) NOT NULL REFERENCES "Odd Shop"."Country"
);

CREATE TABLE "Odd Shop"."Customer" (
    tenant        smallint CHECK (tenant BETWEEN 1 AND 9),
    "Customer No" integer,
    region        smallint    NOT NULL REFERENCES "Odd Shop"."Région" ON DELETE RESTRICT,
    email         text        NOT NULL CHECK (length(email) > 3),
    mood          "Odd Shop"."Mood",
    age           integer     CHECK (age BETWEEN 18 AND 120),
    status        varchar(10) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'active', 'it''s over')),
    joined        date        NOT NULL CHECK (joined >= '2020-01-01' AND joined < '2026-01-01'),
    "left"        date,
    code          "Odd Shop".code,
    PRIMARY KEY (tenant, "Customer No"),
    CONSTRAINT "leaves after joining" CHECK ("left" IS NULL OR "left" >= joined)
);
CREATE UNIQUE INDEX "one account an address" ON "Odd Shop"."Customer" (lower(email));

CREATE TABLE "Odd Shop"."Employee" (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    boss   bigint REFERENCES "Odd Shop"."Employee" ON DELETE SET NULL,
    badge  char(4)       NOT NULL UNIQUE,
    salary numeric(9, 2) NOT NULL CHECK (salary >= 1000.00)
);

-- A root is its own parent.
CREATE TABLE "Odd Shop"."Category" (
    id     serial PRIMARY KEY,
    parent integer NOT NULL REFERENCES "Odd Shop"."Category",
    name   varchar(20) NOT NULL
);

CREATE TABLE "Odd Shop"."Order" (
    "Order Id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant     smallint NOT NULL,
    customer   integer  NOT NULL,
    seller     bigint REFERENCES "Odd Shop"."Employee" ON DELETE SET NULL,
    placed     timestamptz NOT NULL DEFAULT now(),
    total      "Odd Shop".price,
    gross      numeric GENERATED ALWAYS AS (total * 1.19) STORED,
    details    jsonb,
    raw        bytea,
    FOREIGN KEY (tenant, customer) REFERENCES "Odd Shop"."Customer" ON DELETE CASCADE
);

CREATE TABLE "Odd Shop"."Line Item" (
    "Order Id" uuid REFERENCES "Odd Shop"."Order" ON DELETE CASCADE,
    "Line"     integer CHECK ("Line" >= 1 AND "Line" <= 20),
    category   integer  NOT NULL REFERENCES "Odd Shop"."Category" ON DELETE RESTRICT,
    quantity   smallint NOT NULL CHECK (quantity > 0),
    price      "Odd Shop".price,
    discount   numeric(8, 2) CHECK (discount >= 0 AND discount < price),
    note       text CHECK (char_length(note) <= 12),
    PRIMARY KEY ("Order Id", "Line")
);

CREATE TABLE "Odd Shop"."Visit" (
    day      date,
    number   integer,
    tenant   smallint,
    customer integer,
    seconds  double precision CHECK (seconds > 0 AND seconds < 3600),
    PRIMARY KEY (day, number),
    FOREIGN KEY (tenant, customer) REFERENCES "Odd Shop"."Customer" ON DELETE SET NULL
) PARTITION BY RANGE (day);
CREATE TABLE "Odd Shop"."Visit 2024" PARTITION OF "Odd Shop"."Visit" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Odd Shop"."Visit 2025" PARTITION OF "Odd Shop"."Visit" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
