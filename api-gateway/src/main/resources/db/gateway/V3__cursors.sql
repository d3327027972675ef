create table cursor (
    id bigint generated always as identity primary key,
    application text not null,
    -- names in UTF-8, whatever the database's encoding
    name bytea not null,
    filter bytea not null,
    touched timestamptz not null
);
-- a name may be longer than what an index takes
create unique index cursor_name on cursor (application, sha256(name));

create table cursor_topic (
    cursor_id bigint not null references cursor on delete cascade,
    topic bytea not null,
    epoch text not null,
    -- all up to here is settled
    floor bigint not null,
    -- beyond it: offsets, and how often each was tried; 0 for what is settled
    marks bytea not null
);
create unique index cursor_topic_name on cursor_topic (cursor_id, sha256(topic));
