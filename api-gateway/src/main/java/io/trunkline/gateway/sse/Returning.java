package io.trunkline.gateway.sse;

import io.trunkline.broker.Connection;
import io.trunkline.broker.Resumption;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.frame.JsonFrames;
import io.trunkline.gateway.frame.Resumed;
import io.trunkline.gateway.line.CatchingUp;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A stream's client that comes, or comes back, to topics with a history. On the event loop. */
final class Returning {
    private final Map<TopicFilter, Resumption> resumptions = new LinkedHashMap<>(0);
    private final Connection connection;
    private final Executor loop;
    private final Listening client;
    private final Places places;

    Returning(Connection connection, Executor loop, Listening client, Places places) {
        this.connection = connection;
        this.loop = loop;
        this.client = client;
        this.places = places;
    }

    /** Subscribes it to topics that have a history, from where it was, or from the oldest where that cannot be told. */
    Mono<Void> begin(List<TopicFilter> kept) {
        return Flux.fromIterable(kept).concatMap(this::resume).then();
    }

    private Mono<Resumption> resume(TopicFilter filter) {
        var since = Objects.requireNonNullElse(since(filter), Since.EARLIEST);
        return connection
                .subscribe(filter, SubscriptionOptions.DEFAULT, since)
                .publishOn(Schedulers.fromExecutor(loop))
                .doOnNext(resumption -> resumed(filter, resumption));
    }

    private @Nullable Since since(TopicFilter filter) {
        return client.start().since().get(client.filters().indexOf(filter));
    }

    private void resumed(TopicFilter filter, Resumption resumption) {
        resumptions.put(filter, resumption);
        if (resumption.at() != null) {
            places.reached(Topic.of(filter.text()), resumption.at());
        }
    }

    /** The first events. The id is the last one's: before that, nobody may come back as if all of this had been told. */
    byte[] first(String retry) {
        var welcome = JsonFrames.welcome("main", connection.principal(), client.address());
        var told = client.filters().stream().filter(this::isTold).toList();
        var place = EventText.place(places.id());
        var out = new ByteArrayOutputStream();
        out.writeBytes(EventText.event(told.isEmpty() ? retry + place : retry, welcome));
        for (var filter : told) {
            var isLast = filter.equals(told.get(told.size() - 1));
            out.writeBytes(EventText.event(isLast ? place : "", answer(filter)));
        }
        return out.toByteArray();
    }

    /** A browser that comes back to what has no history did not ask for anything. */
    private boolean isTold(TopicFilter filter) {
        return switch (client.start().by()) {
            case NOTHING -> false;
            case LAST_EVENT -> resumptions.containsKey(filter);
            case QUERY -> true;
        };
    }

    private byte[] answer(TopicFilter filter) {
        var resumption = resumptions.get(filter);
        var resumed = resumption == null
                ? new Resumed(false, null)
                : new Resumed(resumption.continuous() && since(filter) != null, resumption.at());
        return JsonFrames.resumed(filter.text(), connection.principal(), client.address(), resumed);
    }

    /** Brings what was missed, one topic after the other. */
    void bring() {
        var catchingUp = new CatchingUp(loop);
        resumptions.forEach((filter, resumption) -> catchingUp.add(filter, resumption.rest()));
        resumptions.clear();
    }
}
