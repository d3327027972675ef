package io.trunkline.gateway.history;

import java.util.List;

/** How the rows of forgotten applications are removed: each statement until it finds no more. A topic goes after its rows, which nobody finds without it. */
final class Purge {
    static final List<String> STEPS = List.of("""
            delete from gateway.log l using (
                select r.topic_id, r.position from gateway.application a
                join gateway.topic t on t.application_id = a.id
                join lateral (select topic_id, position from gateway.log where topic_id = t.id limit 5000) r on true
                where a.name is null limit 5000) gone
            where l.topic_id = gone.topic_id and l.position = gone.position""", """
            delete from gateway.topic where id in (
                select t.id from gateway.application a
                join gateway.topic t on t.application_id = a.id
                left join lateral (select 1 as found from gateway.log where topic_id = t.id limit 1) r on true
                where a.name is null and r.found is null limit 5000)""", """
            delete from gateway.last_value v using gateway.application a
            where a.name is null and v.application_id = a.id""", """
            delete from gateway.application a where name is null
                and not exists (select from gateway.topic t where t.application_id = a.id)""");

    private Purge() {}
}
