-- The eight tables of TPC-H (clause 1.4 of its specification) with their primary and foreign keys. Empty: load fills them.
CREATE TABLE public.region (
    r_regionkey integer      NOT NULL PRIMARY KEY,
    r_name      char(25)     NOT NULL,
    r_comment   varchar(152) NOT NULL
);

CREATE TABLE public.nation (
    n_nationkey integer      NOT NULL PRIMARY KEY,
    n_name      char(25)     NOT NULL,
    n_regionkey integer      NOT NULL REFERENCES public.region,
    n_comment   varchar(152) NOT NULL
);

CREATE TABLE public.part (
    p_partkey     integer        NOT NULL PRIMARY KEY,
    p_name        varchar(55)    NOT NULL,
    p_mfgr        char(25)       NOT NULL,
    p_brand       char(10)       NOT NULL,
    p_type        varchar(25)    NOT NULL,
    p_size        integer        NOT NULL CHECK (p_size >= 0),
    p_container   char(10)       NOT NULL,
    p_retailprice numeric(12, 2) NOT NULL CHECK (p_retailprice >= 0),
    p_comment     varchar(23)    NOT NULL
);

CREATE TABLE public.supplier (
    s_suppkey   integer        NOT NULL PRIMARY KEY,
    s_name      char(25)       NOT NULL,
    s_address   varchar(40)    NOT NULL,
    s_nationkey integer        NOT NULL REFERENCES public.nation,
    s_phone     char(15)       NOT NULL,
    s_acctbal   numeric(12, 2) NOT NULL,
    s_comment   varchar(101)   NOT NULL
);

CREATE TABLE public.partsupp (
    ps_partkey    integer        NOT NULL REFERENCES public.part,
    ps_suppkey    integer        NOT NULL REFERENCES public.supplier,
    ps_availqty   integer        NOT NULL CHECK (ps_availqty >= 0),
    ps_supplycost numeric(12, 2) NOT NULL CHECK (ps_supplycost >= 0),
    ps_comment    varchar(199)   NOT NULL,
    PRIMARY KEY (ps_partkey, ps_suppkey)
);

CREATE TABLE public.customer (
    c_custkey    integer        NOT NULL PRIMARY KEY,
    c_name       varchar(25)    NOT NULL,
    c_address    varchar(40)    NOT NULL,
    c_nationkey  integer        NOT NULL REFERENCES public.nation,
    c_phone      char(15)       NOT NULL,
    c_acctbal    numeric(12, 2) NOT NULL,
    c_mktsegment char(10)       NOT NULL,
    c_comment    varchar(117)   NOT NULL
);

CREATE TABLE public.orders (
    o_orderkey      bigint         NOT NULL PRIMARY KEY,
    o_custkey       integer        NOT NULL REFERENCES public.customer,
    o_orderstatus   char(1)        NOT NULL CHECK (o_orderstatus IN ('O', 'F', 'P')),
    o_totalprice    numeric(12, 2) NOT NULL,
    o_orderdate     date           NOT NULL,
    o_orderpriority char(15)       NOT NULL,
    o_clerk         char(15)       NOT NULL,
    o_shippriority  integer        NOT NULL,
    o_comment       varchar(79)    NOT NULL
);

CREATE TABLE public.lineitem (
    l_orderkey      bigint         NOT NULL REFERENCES public.orders,
    l_partkey       integer        NOT NULL,
    l_suppkey       integer        NOT NULL,
    l_linenumber    integer        NOT NULL,
    l_quantity      numeric(12, 2) NOT NULL CHECK (l_quantity >= 0),
    l_extendedprice numeric(12, 2) NOT NULL,
    l_discount      numeric(12, 2) NOT NULL CHECK (l_discount BETWEEN 0.00 AND 1.00),
    l_tax           numeric(12, 2) NOT NULL CHECK (l_tax >= 0),
    l_returnflag    char(1)        NOT NULL,
    l_linestatus    char(1)        NOT NULL,
    l_shipdate      date           NOT NULL,
    l_commitdate    date           NOT NULL,
    l_receiptdate   date           NOT NULL,
    l_shipinstruct  char(25)       NOT NULL,
    l_shipmode      char(10)       NOT NULL,
    l_comment       varchar(44)    NOT NULL,
    PRIMARY KEY (l_orderkey, l_linenumber),
    FOREIGN KEY (l_partkey, l_suppkey) REFERENCES public.partsupp,
    CHECK (l_shipdate <= l_receiptdate)
);
