package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Turns;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Lets a few pieces of work go on at a time; the others wait. Applications take turns, so that one with much to do keeps no other waiting. */
final class FewAtOnce {
    private final Turns turns = new Turns();
    /** Whose turn is next comes first. */
    private final Map<ApplicationId, Queue<Mono<Void>>> waiting = new LinkedHashMap<>();

    private final Consumer<Mono<Void>> running;
    private final int most;
    private int underWay;

    /** @param running sees to it that what has its turn is done */
    FewAtOnce(int most, Consumer<Mono<Void>> running) {
        this.most = most;
        this.running = running;
    }

    /** Has it done, now or later, behind what its application has given before; how it ends is its own affair. */
    void add(ApplicationId application, Mono<Void> work) {
        turns.run(() -> {
            waiting.computeIfAbsent(application, first -> new ArrayDeque<>(1)).add(work);
            begin();
        });
    }

    private void begin() {
        while (underWay < most && !waiting.isEmpty()) {
            underWay++;
            running.accept(next().onErrorComplete().doFinally(end -> turns.run(this::over)));
        }
    }

    /** Who has had his turn comes last. */
    private Mono<Void> next() {
        var first = waiting.entrySet().iterator().next();
        var work = first.getValue().remove();
        waiting.remove(first.getKey());
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return work;
    }

    private void over() {
        underWay--;
        begin();
    }
}
