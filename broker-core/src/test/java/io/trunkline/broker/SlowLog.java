package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A log whose readers get, when the test says so, what was there when they asked. */
final class SlowLog implements TopicLog {
    private final TopicLog log;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private @Nullable RuntimeException fault;

    private record Answer(MonoSink<Slice> to, Slice slice) {}

    SlowLog(TopicLog log) {
        this.log = log;
    }

    /** Answers the first who waits; false when nobody does. */
    boolean answer() {
        var first = answers.poll();
        if (first == null) {
            return false;
        }
        if (fault == null) {
            first.to().success(first.slice());
        } else {
            first.to().error(fault);
        }
        return true;
    }

    void answerAll() {
        var more = true;
        while (more) {
            more = answer();
        }
    }

    /** From now on reading fails. */
    void failWith(RuntimeException next) {
        fault = next;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return log.append(publication, retention);
    }

    @Override
    public Mono<Slice> read(Range range) {
        return log.read(range).flatMap(slice -> Mono.create(sink -> answers.add(new Answer(sink, slice))));
    }

    @Override
    public Flux<Topic> topics(ApplicationId application, TopicFilter filter) {
        return log.topics(application, filter);
    }

    @Override
    public Flux<Publication> last(ApplicationId application, TopicFilter filter) {
        return log.last(application, filter);
    }

    @Override
    public Mono<Void> forget(ApplicationId application) {
        return log.forget(application);
    }
}
