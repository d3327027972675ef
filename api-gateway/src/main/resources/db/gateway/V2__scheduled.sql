-- What is to be published later on durable topics; a row goes when that is done.
create table scheduled (
    seq bigint generated always as identity,
    key text primary key,
    application text not null,
    topic bytea not null,
    -- in milliseconds
    due bigint not null,
    body bytea not null
);
alter table scheduled alter column body set storage external;
create index scheduled_application on scheduled (application);
