package io.trunkline.broker.cursor;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Range;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Properties;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Stamp;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.PassingLog;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingListener;
import io.trunkline.broker.testkit.VirtualWorld;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Cursors over a log in memory, on virtual time; what they bury is kept, and a crash loses all but the log and the store. */
final class CursorStage implements CursorHost {
    static final Duration VISIBLE = Duration.ofSeconds(30);

    /** Groups, and cursors of sessions. */
    static final int MOST = 50;

    /** Topics, each counted in each cursor. */
    static final int MOST_TOPICS = 600;

    final VirtualWorld world = new VirtualWorld(7);
    final RecordingListener listener = new RecordingListener();
    MemoryTopicLog log = new MemoryTopicLog(world, "epoch", new MemoryTopicLog.Bounds(1_000, 0, 64L << 20));
    final UnsteadyStore store = new UnsteadyStore(new MemoryCursorStore(world));
    final List<Message> buried = new ArrayList<>();
    Retention retention = Retention.ofSize(10_000);

    @Nullable
    RuntimeException noBurial;

    @Nullable
    RuntimeException noLog;

    Cursors cursors = begin();
    private int published;

    private Cursors begin() {
        var surroundings = world.node("0000000a");
        var time = new CursorPorts.Time(world, world::ticker, surroundings.random(), surroundings.scheduler());
        return new Cursors(
                new CursorPorts(this, new UnsteadyLog(), store, listener, time),
                new Cursors.Bounds(MOST, MOST, MOST_TOPICS));
    }

    /** The process ends and another begins. */
    void crash() {
        cursors.close();
        cursors = begin();
    }

    /** All that was in the log is gone, and it has another epoch. */
    void beginLogAnew() {
        log = new MemoryTopicLog(world, "anew", new MemoryTopicLog.Bounds(1_000, 0, 64L << 20));
    }

    Mono<Cursor> opening(String filter) {
        var id = new CursorId(Principals.APPLICATION, "group");
        return cursors.open(id, TopicFilter.levels(filter), CursorSettings.DEFAULT, Since.EARLIEST);
    }

    Cursor open(String filter, CursorSettings settings, Since start) {
        return open("group", filter, settings, start);
    }

    Cursor open(String name, String filter, CursorSettings settings, Since start) {
        var id = new CursorId(Principals.APPLICATION, name);
        return Objects.requireNonNull(
                cursors.open(id, TopicFilter.levels(filter), settings, start).block());
    }

    Publication publish(String topic, String text) {
        return publish(topic, Publications.message(text));
    }

    Publication publish(String topic, Message message) {
        var stamp = new Stamp("id-" + published++, world.instant(), "0000000a");
        var publication = new Publication(stamp, Principals.anyone(), Topic.of(topic), message);
        return Objects.requireNonNull(
                log.append(publication, retention).doOnNext(cursors::appended).block());
    }

    static Message keyed(String text, String key) {
        return Publications.message(text)
                .withProperties(new Properties(null, null, null, List.of(new UserProperty("key", key)), false));
    }

    static List<Lease> take(Member member, int max) {
        return Objects.requireNonNull(member.take(max).block());
    }

    static List<String> texts(List<Lease> leases) {
        return leases.stream()
                .map(lease -> Publications.text(lease.publication()))
                .toList();
    }

    static int ack(Cursor cursor, List<Lease> leases) {
        return Objects.requireNonNull(
                cursor.ack(leases.stream().map(Lease::id).toList()).block());
    }

    static boolean retry(Cursor cursor, Lease lease, Duration after) {
        return Objects.requireNonNull(cursor.retry(lease.id(), after).block());
    }

    /** The last dead letter's user properties. */
    Map<String, String> obituary() {
        var said = new HashMap<String, String>();
        buried.get(buried.size() - 1)
                .properties()
                .user()
                .forEach(property -> said.put(property.name(), property.value()));
        return said;
    }

    @Override
    public Retention retention(ApplicationId application, Topic topic) {
        return retention;
    }

    @Override
    public Mono<Void> bury(Publication dead, Topic to, Message message) {
        return Mono.fromRunnable(() -> {
            if (noBurial != null) {
                throw noBurial;
            }
            buried.add(message);
        });
    }

    @Override
    public void run(Mono<Void> work) {
        work.subscribe();
    }

    /** The log, which can be away. */
    private final class UnsteadyLog extends PassingLog {
        @Override
        protected TopicLog log() {
            return log;
        }

        @Override
        public Mono<Slice> read(Range range) {
            return Mono.defer(() -> noLog == null ? log.read(range) : Mono.error(noLog));
        }
    }

    /** A store that can be away. */
    static final class UnsteadyStore implements CursorStore {
        private final CursorStore store;
        boolean away;
        int saves;

        UnsteadyStore(CursorStore store) {
            this.store = store;
        }

        private <T> Mono<T> ifThere(Mono<T> act) {
            return Mono.defer(() -> away ? Mono.error(new Refused(Reason.UNAVAILABLE)) : act);
        }

        @Override
        public Mono<Saved> load(CursorId id) {
            return ifThere(store.load(id));
        }

        @Override
        public Mono<Void> save(CursorId id, Saved changed) {
            saves++;
            return ifThere(store.save(id, changed));
        }

        @Override
        public Mono<Void> forget(CursorId id) {
            return store.forget(id);
        }

        @Override
        public Mono<Void> forget(ApplicationId application) {
            return store.forget(application);
        }

        @Override
        public Mono<Void> forgetUntouched(Instant since) {
            return store.forgetUntouched(since);
        }
    }
}
