CREATE TABLE public.events (
    id         bigint PRIMARY KEY,
    version    bigint      NOT NULL UNIQUE,
    payload    text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON public.events (updated_at);
