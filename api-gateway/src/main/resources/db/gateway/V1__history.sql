-- Who writes: one row for each of the gateway's writers, moved on by every batch. Whoever finds it elsewhere than he left it has lost his place and must read anew.
create table writer (
    slot bigint primary key,
    seq bigint not null
);
insert into writer select slot, 0 from generate_series(0, 3) slot;

create table application (
    id bigint generated always as identity primary key,
    -- null when it has been forgotten and its rows are being removed
    name text unique,
    epoch text not null default left(replace(gen_random_uuid()::text, '-', ''), 16)
);

create table topic (
    id bigint generated always as identity primary key,
    application_id bigint not null,
    -- in UTF-8, whatever the database's encoding
    name bytea not null,
    epoch text not null,
    -- the newest position that has been dropped
    head bigint not null default 0
);
-- a name may be longer than what an index takes
create unique index topic_name on topic (application_id, sha256(name));

-- Rows are never changed and, but for forgotten applications, never deleted: a day is dropped when it is too old.
create table log (
    topic_id bigint not null,
    position bigint not null,
    -- rises in the order of commits inside an application, with gaps
    seq bigint not null,
    written timestamptz not null,
    body bytea not null
) partition by range (written);
alter table log alter column body set storage external;

-- The days there are partitions of, and how long anything of a day was to be kept.
create table log_day (
    day date primary key,
    longest interval not null default interval '0'
);

create table last_value (
    application_id bigint not null,
    name bytea not null,
    -- in milliseconds; the largest number for never
    expires bigint not null,
    body bytea not null
);
alter table last_value alter column body set storage external;
create unique index last_value_name on last_value (application_id, sha256(name));
