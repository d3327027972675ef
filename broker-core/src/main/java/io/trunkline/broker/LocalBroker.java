package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.ClusterBus;
import io.trunkline.broker.cursor.CursorPorts;
import io.trunkline.broker.cursor.CursorStore;
import io.trunkline.broker.cursor.Cursors;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.presence.Announcements;
import io.trunkline.broker.presence.Presence;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.SubscriptionTable;
import io.trunkline.broker.schedule.ScheduleStore;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** The broker of one node: every station of a message's path, in order. */
public final class LocalBroker implements Broker, Disposable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);

    private final SubscriptionTable table = new SubscriptionTable();
    private final Presence presence = new TopicPresence(table);
    private final Ports ports;
    private final Admission admission;
    private final Stamper stamper;
    private final Recorder recorder;
    private final Duplicates duplicates;
    private final Histories histories;
    private final Cursors cursors;
    private final FanOut fanOut;
    private final Deferral deferral;
    private final Reception reception;
    private final Disposable.Composite lifelines = Disposables.composite();

    /** The ports the broker speaks to the world by. */
    public record Ports(
            ApplicationDirectory directory,
            ClusterBus bus,
            TopicLog log,
            BrokerListener listener,
            ScheduleStore schedules,
            CursorStore cursors) {}

    /**
     * What one broker allows.
     *
     * @param patience how long a congested reader may hold back a Receipt
     */
    public record Bounds(Duration patience, Cursors.Bounds cursors) {}

    /** The same, with as many cursors as is usual. */
    public LocalBroker(Surroundings surroundings, Ports ports, Duration patience) {
        this(surroundings, ports, new Bounds(patience, Cursors.Bounds.DEFAULT));
    }

    /** Begins to hear the bus and the directory. */
    public LocalBroker(Surroundings surroundings, Ports ports, Bounds bounds) {
        this.ports = ports;
        var scheduler = surroundings.scheduler();
        this.admission = new Admission(ports.directory(), surroundings);
        var ids = new Ids(surroundings.node(), surroundings.random());
        this.stamper = new Stamper(ids, surroundings.clock(), surroundings.node());
        this.recorder = new Recorder(ports.log());
        this.histories = new Histories(ports);
        this.duplicates = new Duplicates(surroundings, new Recall(ports, surroundings.clock()), LocalBroker::run);
        var host = new GroupHost(ports, stamper, this::record, LocalBroker::run);
        this.cursors = new Cursors(
                new CursorPorts(host, ports.log(), ports.cursors(), ports.listener(), surroundings.time()),
                bounds.cursors());
        this.fanOut = new FanOut(table, ports.listener(), bounds.patience(), surroundings.clock(), cursors::appended);
        var herald = new Herald(ports.directory(), table, this::say, LocalBroker::run, scheduler);
        var announcements = new Announcements(herald::grace, herald::tell, herald::pace, scheduler);
        var feeding = new Feeding(ports, cursors, scheduler, LocalBroker::run);
        this.reception = new Reception(new Line(table, ports, histories, surroundings, feeding), ids, announcements);
        this.deferral = new Deferral(ports, surroundings, ids, this::record, LocalBroker::run);
        lifelines.add(duplicates.swept(scheduler));
        lifelines.add(deferral);
        lifelines.add(deferral.restore().subscribe());
        lifelines.add(scheduler.schedulePeriodically(() -> run(cursors.sweep()), 1, 1, TimeUnit.HOURS));
        lifelines.add(ports.bus().heard(fanOut::deliver));
        var keeping = new Keeping(ports, deferral, cursors, scheduler, LocalBroker::run);
        lifelines.add(ports.directory().changes().subscribe(application -> follow(application, keeping)));
    }

    /** The open connections of this node. */
    public Connections connections() {
        return reception.connections();
    }

    /** What topics remember. */
    public Histories histories() {
        return histories;
    }

    /** Groups that read topics together. */
    public Cursors cursors() {
        return cursors;
    }

    /** Who is there, on this node. */
    public Presence presence() {
        return presence;
    }

    @Override
    public Connection connect(Arrival arrival) {
        var application = arrival.principal().application();
        try {
            admission.enter(application);
            return reception.open(arrival);
        } catch (Refused no) {
            refused(application, no);
            throw no;
        }
    }

    @Override
    public Mono<Receipt> publish(Principal principal, Topic topic, Message message) {
        return Mono.defer(() -> publishNow(principal, topic, message));
    }

    private Mono<Receipt> publishNow(Principal principal, Topic topic, Message message) {
        var line = connections().line(principal.connectionId());
        if (principal.connectionId() != null && principal.permissions().isPlatform()) {
            return line == null
                    ? Mono.error(new Refused(Reason.TERMINATED))
                    : line.news().saying(() -> admit(principal, topic, message, line));
        }
        return admit(principal, topic, message, line);
    }

    private Mono<Receipt> admit(Principal principal, Topic topic, Message message, @Nullable LineConnection line) {
        var before = message.idempotencyKey() == null ? duplicates.before(principal.application(), topic) : null;
        return before == null
                ? admitNow(principal, topic, message, line)
                : before.doOnError(Refused.class, no -> refused(principal, topic, message, no))
                        .then(Mono.defer(() -> admitNow(principal, topic, message, line)));
    }

    private Mono<Receipt> admitNow(Principal principal, Topic topic, Message message, @Nullable LineConnection line) {
        try {
            var policy = admission.admit(principal, topic, message, line == null ? null : line.rate());
            return message.idempotencyKey() == null
                    ? accept(policy, principal, topic, message)
                    : duplicates
                            .once(
                                    policy,
                                    principal,
                                    topic,
                                    message,
                                    Mono.defer(() -> accept(policy, principal, topic, message)))
                            .doOnNext(receipt -> repeated(principal, topic, receipt))
                            .doOnError(Refused.class, no -> refused(principal, topic, message, no));
        } catch (Refused no) {
            refused(principal, topic, message, no);
            return Mono.error(no);
        }
    }

    private Mono<Receipt> accept(ApplicationPolicy policy, Principal principal, Topic topic, Message message) {
        admission.charge(policy, message.payload().size());
        var retention = policy.topics().of(topic);
        var delay = message.delay();
        var receipt = delay == null || delay.isZero()
                ? record(stamper.stamp(principal, topic, message), retention)
                : deferral.accept(policy, stamper.stamp(principal, topic, message.withDelay(null)), delay);
        return mayBeFull(retention, message)
                ? receipt.doOnError(Refused.class, no -> refused(principal, topic, message, no))
                : receipt;
    }

    /** What has a key is counted where its key is looked at. */
    private static boolean mayBeFull(Retention retention, Message message) {
        return message.idempotencyKey() == null && (message.retain() || retention.keepsAnything());
    }

    @Override
    public void charge(Principal principal, int bytes) {
        try {
            admission.charge(admission.enter(principal.application()), bytes);
            ports.listener().charged(principal, bytes);
        } catch (Refused no) {
            refused(principal.application(), no);
            throw no;
        }
    }

    private void refused(ApplicationId application, Refused no) {
        ports.listener().refused(application, no.reason());
    }

    private void refused(Principal publisher, Topic topic, Message message, Refused no) {
        refused(publisher.application(), no);
        ports.listener().refusedPublish(publisher, topic, message, no.reason());
    }

    private void repeated(Principal publisher, Topic topic, Receipt receipt) {
        if (receipt.repeat()) {
            ports.listener().repeated(publisher, topic, receipt);
        }
    }

    private Mono<Receipt> record(Publication publication, Retention retention) {
        return recorder.record(publication, retention, this::announce);
    }

    private Mono<Receipt> say(Principal client, Message news) {
        return record(stamper.stamp(client.asPlatform(), Inbound.TOPIC, news), Retention.NONE);
    }

    private Mono<Receipt> announce(Publication publication) {
        ports.bus().announce(publication);
        return fanOut.deliver(publication);
    }

    private void follow(ApplicationId application, Keeping keeping) {
        if (ports.directory().find(application) == null) {
            admission.forget(application);
            duplicates.forget(application);
        }
        keeping.follow(application);
        reception.review(application);
    }

    private static void run(Mono<Void> work) {
        work.subscribe(done -> {}, fault -> LOG.warn("not done by the side cause={}", fault.toString()));
    }

    /** Closes every connection with {@link Reason#SHUTDOWN} and hears nothing more. */
    @Override
    public void dispose() {
        lifelines.dispose();
        reception.close();
        cursors.close();
    }

    @Override
    public boolean isDisposed() {
        return lifelines.isDisposed();
    }
}
