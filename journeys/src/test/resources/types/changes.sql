-- The same rows again, read from the log this time.
DO $$
DECLARE
    names text := (
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
        FROM pg_attribute
        WHERE attrelid = 'carried'::regclass AND attnum > 1 AND NOT attisdropped);
BEGIN
    EXECUTE format('INSERT INTO carried (id, %1$s) SELECT 1000 + id, %1$s FROM carried', names);
END
$$;
UPDATE keyed SET note = 'odd now' WHERE day = 'infinity';
DELETE FROM keyed WHERE day = '-infinity';
INSERT INTO keyed VALUES
    (2, '2026-02-01', '2026-02-01 00:00:00+00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\x01', 'big'),
    (-3.50, '9999-12-31', 'infinity', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\x02', 'respelled');
UPDATE keyed SET amount = -3.5 WHERE note = 'respelled';
