ALTER TABLE usage_records
    ADD COLUMN api_calls   bigint NOT NULL DEFAULT 0 CHECK (api_calls >= 0),
    ADD COLUMN api_bytes   bigint NOT NULL DEFAULT 0 CHECK (api_bytes >= 0),
    ADD COLUMN connections bigint NOT NULL DEFAULT 0 CHECK (connections >= 0);

-- counts of one node's run, growing within the hour; the topic is empty for all that were not counted by name
CREATE TABLE topic_records (
    app_id text        NOT NULL,
    hour   timestamptz NOT NULL,
    topic  text        NOT NULL,
    node   text        NOT NULL,
    ops    bigint      NOT NULL CHECK (ops >= 0),
    bytes  bigint      NOT NULL CHECK (bytes >= 0),
    PRIMARY KEY (app_id, hour, topic, node)
);

CREATE INDEX topic_records_by_hour ON topic_records USING brin (hour);
