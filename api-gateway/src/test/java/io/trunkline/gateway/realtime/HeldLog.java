package io.trunkline.gateway.realtime;

import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.PassingLog;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A log whose commits a test makes, one by one and on its own thread. */
final class HeldLog extends PassingLog {
    private final TopicLog kept = new MemoryTopicLog(InstantSource.system(), "e", MemoryTopicLog.Bounds.DEFAULT);
    private final LinkedBlockingQueue<Held> held = new LinkedBlockingQueue<>();

    private record Held(Publication publication, Retention retention, MonoSink<Publication> sink) {}

    /** What waits to be committed, by topic and payload, in the order in which it came. */
    List<String> waiting() {
        return held.stream()
                .map(Held::publication)
                .map(one ->
                        one.topic() + " " + new String(one.message().payload().json(), StandardCharsets.UTF_8))
                .toList();
    }

    void commit(int many) {
        for (var i = 0; i < many; i++) {
            var next = held.remove();
            kept.append(next.publication(), next.retention()).subscribe(next.sink()::success, next.sink()::error);
        }
    }

    /** The next one cannot be kept. */
    void fail() {
        held.remove().sink().error(new Refused(Reason.UNAVAILABLE));
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return retention.durable()
                ? Mono.create(sink -> held.add(new Held(publication, retention, sink)))
                : kept.append(publication, retention);
    }

    @Override
    protected TopicLog log() {
        return kept;
    }
}
