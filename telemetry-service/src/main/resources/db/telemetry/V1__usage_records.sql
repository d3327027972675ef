-- counts of one node's run, growing within the minute: told again, the greatest stands
CREATE TABLE usage_records (
    app_id      text        NOT NULL,
    minute      timestamptz NOT NULL,
    node        text        NOT NULL,
    ops         bigint      NOT NULL CHECK (ops >= 0),
    bytes       bigint      NOT NULL CHECK (bytes >= 0),
    subscribers bigint      NOT NULL CHECK (subscribers >= 0),
    PRIMARY KEY (app_id, minute, node)
);

-- retention deletes by time alone; rows arrive in that order, so a block range index is enough
CREATE INDEX usage_records_by_minute ON usage_records USING brin (minute);
