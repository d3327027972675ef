package io.trunkline.gateway.realtime;

import io.trunkline.broker.Connection;
import io.trunkline.broker.Resumption;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.topic.Category;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import io.trunkline.gateway.frame.Resumed;
import io.trunkline.gateway.line.CatchingUp;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What one client has asked to hear, live or from somewhere in a topic's log. On the event loop. */
final class Hearing {
    private static final SubscriptionOptions POSITIONS = SubscriptionOptions.DEFAULT.withPositions();

    private final Connection connection;
    private final RealtimeOutbox outbox;
    private final String remoteAddress;
    private final Executor loop;
    private final CatchingUp catchingUp;

    Hearing(Connection connection, RealtimeOutbox outbox, String remoteAddress, Executor loop) {
        this.connection = connection;
        this.outbox = outbox;
        this.remoteAddress = remoteAddress;
        this.loop = loop;
        this.catchingUp = new CatchingUp(loop);
    }

    /** Done when the client has been told, and before it hears what it missed. @throws io.trunkline.broker.refusal.Refused by the broker */
    Mono<Void> begin(Topic topic, @Nullable Since since) {
        if (since != null) {
            return resume(topic, since);
        }
        subscribe(topic);
        return Mono.empty();
    }

    private void subscribe(Topic topic) {
        var filter = TopicFilter.exact(topic);
        var already = connection.subscription(filter, null) != null && topic.category() != Category.PRIVATE;
        if (!already) {
            connection.subscribe(filter, SubscriptionOptions.DEFAULT);
            outbox.send(ServerFrames.welcome(topic.name(), connection.principal(), remoteAddress));
        }
    }

    /** Also where it was subscribed before: then it hears it again from there. */
    private Mono<Void> resume(Topic topic, Since since) {
        var filter = TopicFilter.exact(topic);
        return givenUp(filter)
                .then(Mono.defer(() -> connection.subscribe(filter, POSITIONS, since)))
                .publishOn(Schedulers.fromExecutor(loop))
                .flatMap(resumption ->
                        tell(topic, resumption).doOnSuccess(told -> catchingUp.add(filter, resumption.rest())));
    }

    /** One log is not read for a topic twice at a time. */
    private Mono<Void> givenUp(TopicFilter filter) {
        if (catchingUp.isBringing(filter)) {
            connection.unsubscribe(filter, null);
        }
        return catchingUp.over(filter);
    }

    private Mono<Void> tell(Topic topic, Resumption resumption) {
        var resumed = new Resumed(resumption.continuous(), resumption.at());
        var answer = ServerFrames.resumed(topic.name(), connection.principal(), remoteAddress, resumed);
        return Mono.create(sink -> outbox.sendInTurn(answer, sink::success));
    }

    void end(Topic topic) {
        connection.unsubscribe(TopicFilter.exact(topic), null);
    }
}
