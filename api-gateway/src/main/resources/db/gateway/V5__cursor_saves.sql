-- Which save of a cursor was the newest: one that is written behind it, because nobody waited for it any more, changes nothing.
alter table cursor add column save bigint not null default 0;
-- From where each process numbers its saves.
create sequence cursor_save_base;
