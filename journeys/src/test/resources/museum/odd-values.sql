INSERT INTO "Museum Nord"."Jeder Typ" VALUES
(9000001, -32768, -2147483648, -9223372036854775808, 12345678.90, 1234567890123456789012345678.0123456789,
 123456789012345678901234567890.123456789012345678901234567890, 0.1, 5e-324, true, '', '', '', 'früh', -99.90,
 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '0044-03-15 BC', '24:00:00', '04:05:06.789+02', '0044-03-15 12:00:00 BC',
 '4713-01-01 00:00:00+00 BC', '1 year 2 mons -3 days 04:05:06.789', '192.168.0.1', '10.0.0.0/8', '08:00:2b:01:02:03',
 '08:00:2b:01:02:03:04:05', 'null', '{"a": [1, null]}', '\x00ff', '{1,NULL,-3}', '{}', '{9223372036854775807,NULL}',
 '{1.50,NaN,Infinity,NULL,123456789012345678901234567890.123456789}', '{0.1,NaN,-Infinity,1e-45}', '{0.1,NaN,5e-324}',
 '{t,f,NULL}', '{a,"b c",NULL,"NULL","","x\"y\\z","{1,2}",é😀}', '{ab,NULL}', '{ab,NULL}', '{"not ok",NULL,früh}',
 '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}', '{infinity,"0044-03-15 BC",10000-01-01}', '{24:00:00,04:05:06.789}',
 '{04:05:06.789+02}', '{-infinity,"0044-03-15 12:00:00 BC"}', '{infinity,"0044-03-15 12:00:00+00 BC"}',
 '{"1 year 2 mons -3 days 04:05:06.789",NULL}', '{192.168.0.1,10.0.0.1/8}', '{10.0.0.0/8}', '{08:00:2b:01:02:03}',
 '{"{\"a\": 1}",NULL}', '{"{\"a\": 1}",NULL}', '{"\\x00ff",NULL}');
INSERT INTO "Museum Nord"."Jeder Typ" VALUES
(9000002, 0, 0, 9007199254740993, 0.00, 0.0000000001, 'NaN', 'NaN', 'NaN', false, E'Zeile 1\nZeile "2" \\ \t 鰻 😀', 'é😀',
 'ab', 'gut', 0.00, '00000000-0000-0000-0000-000000000000', 'infinity', '00:00:00', '00:00:00-15:59', 'infinity',
 '-infinity', '0', '::1', '::/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00', '"{}"', '"{}"', '', '[0:1]={1,2}',
 '{{1,2},{3,4}}', NULL, '{1.0,1.00}', NULL, NULL, NULL, '{{a,b},{c,d}}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 NULL, '{00:00:00}', NULL, NULL, NULL, NULL, NULL, '{"\\x"}');
INSERT INTO "Museum Nord"."Jeder Typ" VALUES
(9000003, 32767, 2147483647, 9223372036854775807, -0.01, -1234567890123456789012345678.0123456789, '-Infinity',
 'Infinity', '-Infinity', NULL, repeat('ein langer Text, ', 250000), NULL, NULL, NULL, 100.00, NULL, '9999-12-31',
 '23:59:59.999999', '23:59:59.999999+15:59', '294276-12-31 23:59:59.999999', '73326-09-11 20:14:45.247999+00',
 '-999 years -11 mons 00:00:00.000001');
INSERT INTO "Museum Nord"."Jeder Typ" VALUES
(9000004, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- Debezium counts the seconds of an interval in a double.
INSERT INTO "Museum Nord"."Jeder Typ" (id, "interval") VALUES (9000005, '34 days 06:20:26.316179');

-- Several changes of a key in one transaction, a change of a key, a key in another notation, delete and re-insert.
INSERT INTO "Museum Nord"."Saal" VALUES (900.00, 'Nord', 1), (901, 'Süd', 2), (902, 'Ost', 3), (903.5, 'West', 4);
UPDATE "Museum Nord"."Saal" SET name = 'Nordost' WHERE nummer = 900;
UPDATE "Museum Nord"."Saal" SET nummer = 900.0, name = 'Nordnordost' WHERE nummer = 900;
UPDATE "Museum Nord"."Saal" SET nummer = 911 WHERE nummer = 901;
DELETE FROM "Museum Nord"."Saal" WHERE nummer = 902;
INSERT INTO "Museum Nord"."Saal" VALUES (902, 'Ost, neu', 5);
UPDATE "Museum Nord"."Saal" SET name = name WHERE nummer = 903.5;
INSERT INTO "Museum Nord"."Saal" VALUES ('NaN', 'keine Nummer', NULL);

INSERT INTO "Museum Nord"."Gästebuch" VALUES ('schön', '2026-01-31 10:00:00.123456+00'), ('schön', NULL), (NULL, NULL);
