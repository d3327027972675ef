-- Which numbers a gateway's process gives: its own turn, times 2^36.
create sequence mqtt_parcel_run;

-- What waits for MQTT sessions whose clients are away: one row for a publication and many sessions; gone when it waits for none.
create table mqtt_parcel (
    number bigint primary key,
    body bytea not null,
    addressees bytea not null
);
alter table mqtt_parcel alter column body set storage external;
