create table admin.audit_entry (
    id             bigint      primary key generated always as identity,
    at             timestamptz not null,
    actor          text        not null,
    action         text        not null,
    application_id text        not null,
    fields         text[]      not null
);

create index audit_entry_by_application on admin.audit_entry (application_id, id);
create index audit_entry_by_time on admin.audit_entry (at);
