create table admin.application (
    id         text        primary key,
    version    bigint      not null unique,
    settings   jsonb       not null,
    name       text        not null generated always as (settings ->> 'name') stored,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint application_name_is_unique unique (name)
);

comment on column admin.application.version is 'the number of the change that made it what it is; see application_change';

-- One row per change, numbered without gaps in the order of commit. It says which application changed, not how: readers
-- look up what the application is now, so no former key is kept here.
create table admin.application_change (
    version        bigint      primary key,
    application_id text        not null,
    changed_at     timestamptz not null
);
