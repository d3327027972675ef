create table mqtt_session (
    -- application, slash, client id; in UTF-8, whatever the database's encoding
    id bytea primary key,
    session bytea not null
);
