package io.trunkline.broker;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings a new subscription what its topics' logs have, at its reader's pace, and then lets the live deliveries follow that waited at the seams meanwhile. */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    /** Read in one go. */
    private static final int PAGE = 128;

    /** Offered in one go: less than half of what may wait for the most cautious of readers. */
    private static final int CHUNK_BYTES = 8 << 10;

    private final LineConnection line;
    private final Seams seams;
    private final Histories histories;
    private final Subscription subscription;
    private final Since since;

    CatchUp(LineConnection line, Seams seams, Histories histories, Subscription subscription, Since since) {
        this.line = line;
        this.seams = seams;
        this.histories = histories;
        this.subscription = subscription;
        this.since = since;
    }

    /** @throws Refused UNSUPPORTED for what no log can answer */
    static void check(TopicFilter filter, SubscriptionOptions options, Since since) {
        if (options.group() != null) {
            throw new Refused(Reason.UNSUPPORTED, "a shared subscription does not begin at a position");
        }
        if (!(filter instanceof TopicFilter.Exact) && since instanceof Since.After) {
            throw new Refused(
                    Reason.UNSUPPORTED, "a position is of one topic: a filter begins with earliest or latest");
        }
    }

    /** Reads for the first time; fails when the log cannot be read: then the subscription has ended. */
    Mono<Resumption> begin() {
        return subscription.filter() instanceof TopicFilter.Exact exact
                ? one(Topic.of(exact.text()))
                : Mono.just(new Resumption(subscription, true, null, guarded(all())));
    }

    private Mono<Resumption> one(Topic topic) {
        return read(topic, since)
                .map(first ->
                        new Resumption(subscription, first.continuous(), before(first), guarded(bring(topic, first))))
                .doOnError(this::giveUp);
    }

    /** Where a reader is before it has heard the first of these; null where the topic has no log. */
    static @Nullable Position before(Slice first) {
        if (first.publications().isEmpty()) {
            return first.head();
        }
        var at = Objects.requireNonNull(first.publications().get(0).position());
        return new Position(at.epoch(), at.offset() - 1);
    }

    /** One topic after the other; what comes live is the latest of all of them, with no look at any. */
    private Flux<Void> all() {
        return since == Since.LATEST
                ? Flux.empty()
                : histories
                        .topics(line.principal().application(), subscription.filter())
                        .filter(line::mayHear)
                        .takeWhile(topic -> isWanted())
                        .concatMap(topic -> read(topic, since).flatMap(first -> bring(topic, first)), 1);
    }

    private Mono<Slice> read(Topic topic, Since from) {
        return Mono.defer(() -> histories.read(line.principal().application(), topic, from, PAGE));
    }

    private Mono<Void> guarded(Publisher<Void> bringing) {
        return Flux.from(bringing)
                .thenMany(Flux.defer(() -> Flux.fromIterable(seams.close(subscription.filter()))))
                .concatMap(this::recover)
                .then(Mono.<Void>fromRunnable(() -> seams.done(subscription.filter())))
                .onErrorResume(this::failed);
    }

    /** Others heard it live, while all that waited was for this one. */
    private Mono<Void> recover(Topic topic) {
        return Mono.fromSupplier(() -> seams.recover(topic, subscription))
                .flatMap(from -> readOn(topic, from))
                .flatMap(first -> walk(topic, first));
    }

    private Mono<Void> bring(Topic topic, Slice first) {
        return Mono.defer(() -> seams.claim(topic, subscription, first) ? walk(topic, first) : Mono.empty());
    }

    private Mono<Void> walk(Topic topic, Slice first) {
        return Mono.just(first).expand(slice -> step(topic, slice)).then();
    }

    /** Offers a slice, and reads the next unless this was the last. */
    private Mono<Slice> step(Topic topic, Slice slice) {
        return offered(topic, slice.publications()).then(Mono.defer(() -> next(topic, slice)));
    }

    private Mono<Slice> next(Topic topic, Slice slice) {
        var reached = seams.next(topic, slice.head());
        return reached == null ? Mono.empty() : readOn(topic, reached);
    }

    private Mono<Slice> readOn(Topic topic, Position from) {
        return read(topic, new Since.After(from)).doOnNext(CatchUp::checkWhole);
    }

    private static void checkWhole(Slice slice) {
        if (!slice.continuous()) {
            throw new Refused(Reason.SLOW_READER, "the log forgets faster than it is read");
        }
    }

    private Mono<Void> offered(Topic topic, List<Publication> publications) {
        return Flux.fromIterable(chunks(publications))
                .concatMap(chunk -> line.outbox().appetite().then(Mono.fromRunnable(() -> seams.bring(topic, chunk))))
                .then();
    }

    private static List<List<Publication>> chunks(List<Publication> publications) {
        var chunks = new ArrayList<List<Publication>>();
        var room = 0;
        for (var publication : publications) {
            room -= publication.size();
            if (room < 0) {
                chunks.add(new ArrayList<>());
                room = CHUNK_BYTES - publication.size();
            }
            chunks.get(chunks.size() - 1).add(publication);
        }
        return chunks;
    }

    /** It may have been given up or made anew meanwhile. */
    private boolean isWanted() {
        return line.subscription(subscription.filter(), null) == subscription;
    }

    /** A reader that would go on with a gap is closed, and may come back. */
    private void giveUp(Throwable fault) {
        if (isWanted()) {
            line.unsubscribe(subscription.filter(), null);
        }
        if (seams.giveUp(subscription.filter(), subscription)) {
            close(fault);
        }
    }

    private Mono<Void> failed(Throwable fault) {
        var wanted = isWanted();
        giveUp(fault);
        if (wanted) {
            close(fault);
        }
        return Mono.empty();
    }

    private void close(Throwable fault) {
        LOG.warn("reader not caught up with connection={} cause={}", line.id(), fault.toString());
        line.close(fault instanceof Refused no ? no.reason() : Reason.UNAVAILABLE);
    }
}
