package io.trunkline.gateway.history;

import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.gateway.database.Database;
import io.trunkline.gateway.database.Packed;
import io.trunkline.gateway.packed.PublicationCodec;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pages, from the rows of the log. */
record PageRows(Database database, Meters meters) implements PageCache.PageSource {
    private static final String FETCH = """
            select position, body from gateway.log where topic_id = $1 and position between $2 and $3 order by position""";

    @Override
    public Mono<Page> fetch(Shelf.Key topic, Place place, long from, long until) {
        meters.read();
        return database.with(connection -> Flux.from(connection
                                .createStatement(FETCH)
                                .bind("$1", Packed.number(place.topic()))
                                .bind("$2", Packed.number(from))
                                .bind("$3", Packed.number(until))
                                .execute())
                        .flatMap(result -> result.map((row, columns) -> publication(
                                topic,
                                new Position(place.epoch(), Objects.requireNonNull(row.get(0, Long.class))),
                                Objects.requireNonNull(row.get(1, byte[].class))))))
                .collectList()
                .map(found -> new Page(found.isEmpty() ? from : offset(found.get(0)), found));
    }

    private static Publication publication(Shelf.Key topic, Position position, byte[] body) {
        return PublicationCodec.decode(topic.application(), topic.topic(), body).at(position);
    }

    private static long offset(Publication publication) {
        return Objects.requireNonNull(publication.position()).offset();
    }
}
