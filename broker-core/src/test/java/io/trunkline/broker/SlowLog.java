package io.trunkline.broker;

import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.testkit.PassingLog;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A log whose readers get, when the test says so, what was there when they asked; and, if it says that too, whose publishers go on when it says so. */
final class SlowLog extends PassingLog {
    private final TopicLog log;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final Queue<Runnable> arrivals = new ArrayDeque<>();
    private @Nullable RuntimeException fault;
    private boolean late;

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

    /** From now on what is appended can be read before it comes live. */
    void late() {
        late = true;
    }

    /** Lets the first go on that was appended; false when there is none. */
    boolean arrive() {
        var first = arrivals.poll();
        if (first == null) {
            return false;
        }
        first.run();
        return true;
    }

    @Override
    public Mono<Publication> append(Publication publication, Retention retention) {
        return late
                ? log.append(publication, retention)
                        .flatMap(placed -> Mono.create(sink -> arrivals.add(() -> sink.success(placed))))
                : log.append(publication, retention);
    }

    @Override
    public Mono<Slice> read(Range range) {
        return log.read(range).flatMap(slice -> Mono.create(sink -> answers.add(new Answer(sink, slice))));
    }

    @Override
    protected TopicLog log() {
        return log;
    }
}
