create table admin.topic_setting (
    application_id text             not null references admin.application (id) on delete cascade,
    pattern        text collate "C" not null,
    version        bigint           not null,
    created_at     timestamptz      not null,
    updated_at     timestamptz      not null,
    settings       jsonb            not null,
    primary key (application_id, pattern)
);
