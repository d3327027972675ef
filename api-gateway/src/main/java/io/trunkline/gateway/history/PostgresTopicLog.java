package io.trunkline.gateway.history;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.packed.PublicationCodec;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The log of durable topics: what is answered has been committed by Postgres. Last values are written here, and read elsewhere. */
final class PostgresTopicLog implements TopicLog {
    /** Of what is recalled, in one slice. */
    private static final int RECALLED = 500;

    private final List<Writer> writers;
    private final Shelves shelves;
    private final LogReader reader;
    private final Settling settling;
    private final Catalogue catalogue;
    private final Writer.Ticker ticker;

    PostgresTopicLog(List<Writer> writers, Shelves shelves, LogReader reader, Settling settling, Writer.Ticker ticker) {
        this.writers = List.copyOf(writers);
        this.shelves = shelves;
        this.reader = reader;
        this.settling = settling;
        this.catalogue = settling.catalogue();
        this.ticker = ticker;
    }

    /** Which of so many writers writes for an application; the same in all gateways. */
    static int slot(ApplicationId application, int writers) {
        return Math.floorMod(application.value().hashCode(), writers);
    }

    Writer writer(ApplicationId application) {
        return writers.get(slot(application, writers.size()));
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return Mono.create(sink -> append(publication, retention, sink));
    }

    private void append(Publication publication, Retention retention, MonoSink<Publication> sink) {
        var body = PublicationCodec.encode(publication);
        var shelf = shelves.hold(new Shelf.Key(publication.application(), publication.topic()));
        try {
            writer(publication.application())
                    .offer(new Waiting(shelf, publication, retention, body, sink, ticker.now()));
        } catch (Refused no) {
            shelf.letGo();
            throw no;
        }
    }

    @Override
    public Mono<Slice> read(Range range) {
        return range.retention().keepsHistory() ? readWhatIsKept(range) : Mono.just(Slice.NONE);
    }

    private Mono<Slice> readWhatIsKept(Range range) {
        return Mono.defer(() -> {
            var endings = writer(range.application()).endings();
            return endings.isKept(new Shelf.Key(range.application(), range.topic()))
                    ? endings.settled(range.application()).then(reader.read(range))
                    : Mono.just(Slice.NONE);
        });
    }

    @Override
    public Flux<Publication> recall(ApplicationId application, Topic topic, Retention retention) {
        return read(new Range(application, topic, retention, Since.EARLIEST, RECALLED))
                .expand(slice -> slice.isLast()
                        ? Mono.empty()
                        : read(new Range(
                                application,
                                topic,
                                retention,
                                new Since.After(Objects.requireNonNull(slice.last())),
                                RECALLED)))
                .concatMapIterable(Slice::publications);
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return catalogue.topics(application).filter(filter::matches).onErrorMap(Faults::forReader);
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return Flux.empty();
    }

    @Override
    public Mono<Void> keepBy(ApplicationId application, TopicRules rules) {
        return Mono.defer(() -> {
            var writer = writer(application);
            return writer.endings().keepBy(application, rules, owed -> settling.begin(writer, application, owed));
        });
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        var writer = writer(application);
        return Mono.defer(() -> {
            writer.forget(application);
            writer.endings().forget(application);
            return writer.between(connection -> catalogue.disown(connection, application))
                    .doOnSuccess(done -> shelves.forget(application))
                    .then(catalogue.purge());
        });
    }
}
