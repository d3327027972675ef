package io.trunkline.gateway.line;

import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Brings one reader what it missed of several topics, one after the other: each goes at the pace of a reader that nobody else writes to. On the event loop. */
public final class CatchingUp {
    private final Map<TopicFilter, Rest> rests = new HashMap<>(0);
    private final ArrayDeque<Rest> waiting = new ArrayDeque<>(0);
    private final Executor loop;
    private boolean busy;

    private record Rest(TopicFilter filter, Mono<Void> bringing, Sinks.Empty<Void> over) {}

    /** For a reader whose calls come on this loop; it has missed nothing yet. */
    public CatchingUp(Executor loop) {
        this.loop = loop;
    }

    /** Brings this when what was added before has been brought. */
    public void add(TopicFilter filter, Mono<Void> bringing) {
        var rest = new Rest(filter, bringing, Sinks.empty());
        rests.put(filter, rest);
        waiting.add(rest);
        next();
    }

    private void next() {
        var first = busy ? null : waiting.poll();
        if (first != null) {
            busy = true;
            bring(first, () -> {
                busy = false;
                next();
            });
        }
    }

    private void bring(Rest rest, Runnable then) {
        rest.bringing()
                .doFinally(end -> loop.execute(() -> {
                    rests.remove(rest.filter(), rest);
                    rest.over().tryEmitEmpty();
                    then.run();
                }))
                .subscribe();
    }

    /** Whether that is not done yet. */
    public boolean isBringing(TopicFilter filter) {
        return rests.containsKey(filter);
    }

    /** Completes when a subscription that has ended brings nothing more. It need not wait for its turn, as it has nothing to bring. */
    public Mono<Void> over(TopicFilter filter) {
        var rest = rests.get(filter);
        if (rest == null) {
            return Mono.empty();
        }
        if (waiting.remove(rest)) {
            bring(rest, () -> {});
        }
        return rest.over().asMono();
    }
}
