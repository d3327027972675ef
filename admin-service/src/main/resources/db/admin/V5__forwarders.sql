create table admin.forwarder (
    id             text        primary key,
    application_id text        not null references admin.application (id) on delete cascade,
    version        bigint      not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    settings       jsonb       not null
);

create index forwarder_by_application on admin.forwarder (application_id);

comment on column admin.forwarder.settings is 'holds credentials in clear: gateways must be able to use them';
