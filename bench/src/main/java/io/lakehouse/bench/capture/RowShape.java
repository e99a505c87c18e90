package io.lakehouse.bench.capture;

import io.lakehouse.contract.declaration.TableDeclaration;

/** The rows of a run: what they are made of, and SQL that changes them in a seeded order. */
enum RowShape {
    /** Five columns, about 60 bytes. */
    NARROW(
            """
            account integer NOT NULL, amount numeric(12,2) NOT NULL, status text NOT NULL,
            updated_at timestamptz NOT NULL""",
            """
            (random() * 100000)::integer, (random() * 100000)::numeric(12,2),
            (ARRAY['placed', 'paid', 'shipped', 'returned'])[1 + (random() * 3)::integer],
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1.000001 s'""",
            "amount, status, updated_at",
            """
            (random() * 100000)::numeric(12,2),
            (ARRAY['placed', 'paid', 'shipped', 'returned'])[1 + (random() * 3)::integer],
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1.000001 s'"""),
    /** Thirty columns, about 500 bytes. */
    WIDE(
            """
            i1 integer, i2 integer, i3 bigint, i4 bigint, i5 smallint, i6 integer,
            d1 numeric(12,2), d2 numeric(18,4), d3 numeric(30,10), d4 numeric(12,2), f1 double precision, f2 real,
            t1 text, t2 text, t3 text, t4 text, t5 text, t6 text, t7 varchar(40), t8 varchar(40),
            at1 timestamptz, at2 timestamptz, at3 timestamp, day1 date, day2 date, b1 boolean, b2 boolean,
            u1 uuid, j1 jsonb""",
            """
            n, (random() * 1000)::integer, (random() * 1e12)::bigint, n * 7, (n % 1000)::smallint, NULL,
            (random() * 100000)::numeric(12,2), (random() * 1e9)::numeric(18,4), (random() * 1e9)::numeric(30,10), NULL,
            random(), 0.5::real,
            'customer-' || n % 400, md5(n::text), md5((n + 1)::text), 'the quick brown fox', '', NULL, 'EU-West', 'é' || n,
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1.000001 s', timestamptz '2026-01-01 00:00:00Z', timestamp
            '2026-01-01 12:00:00.5', date '2026-01-31', NULL, true, n % 2 = 0,
            md5(n::text)::uuid, jsonb_build_object('n', n, 'tags', jsonb_build_array('a', 'b'))""",
            "d1, t4, at2, b2",
            """
            (random() * 100000)::numeric(12,2), md5(random()::text),
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1.000001 s', n % 3 = 0""");

    private final String columns;
    private final String inserted;
    private final String updatedColumns;
    private final String updated;

    RowShape(String columns, String inserted, String updatedColumns, String updated) {
        this.columns = columns;
        this.inserted = inserted;
        this.updatedColumns = updatedColumns;
        this.updated = updated;
    }

    /** Name of its table. */
    String table() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    TableDeclaration declaration() {
        return TableDeclaration.of("public", table());
    }

    /** Makes the table. */
    String create() {
        return "DROP TABLE IF EXISTS " + table() + "; CREATE TABLE " + table() + " (id bigint PRIMARY KEY, " + columns
                + ")";
    }

    /**
     * Half inserts, two fifths updates of any row, a tenth deletes of the oldest row; transactions of 1 to 19 changes. The
     * same seed on the same rows makes the same changes.
     */
    String change(int changes, double seed) {
        return """
                DO $$
                DECLARE
                    oldest bigint; next bigint; n bigint; chosen bigint; dice float8; room integer := 0;
                BEGIN
                    SELECT coalesce(min(id), 1), coalesce(max(id) + 1, 1) INTO oldest, next FROM %1$s;
                    PERFORM setseed(%6$s);
                    FOR step IN 1..%5$s LOOP
                        dice := random();
                        n := next;
                        IF dice < 0.5 OR next - oldest < 10 THEN
                            INSERT INTO %1$s VALUES (n, %2$s);
                            next := next + 1;
                        ELSIF dice < 0.9 THEN
                            -- Beforehand: random() in a condition is drawn for every row.
                            chosen := oldest + floor(random() * (next - oldest))::bigint;
                            UPDATE %1$s SET (%3$s) = ROW(%4$s) WHERE id = chosen;
                        ELSE
                            DELETE FROM %1$s WHERE id = oldest;
                            oldest := oldest + 1;
                        END IF;
                        room := room - 1;
                        IF room <= 0 THEN
                            COMMIT;
                            room := 1 + floor(random() * 19)::integer;
                        END IF;
                    END LOOP;
                END $$"""
                .formatted(table(), inserted, updatedColumns, updated, changes, seed);
    }
}
