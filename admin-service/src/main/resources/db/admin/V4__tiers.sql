-- The limits that every application without own ones was last announced with: one row, once there is any.
create table admin.tiers_in_force (
    single boolean primary key default true check (single),
    limits jsonb   not null
);
