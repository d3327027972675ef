-- counts of one node's run, growing within the day; ZZ where nobody has told the country
CREATE TABLE country_records (
    app_id      text        NOT NULL,
    day         timestamptz NOT NULL,
    country     text        NOT NULL,
    node        text        NOT NULL,
    connections bigint      NOT NULL CHECK (connections >= 0),
    PRIMARY KEY (app_id, day, country, node)
);

CREATE INDEX country_records_by_day ON country_records USING brin (day);
