package io.trunkline.broker;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.ClusterBus;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.limits.Rate;
import io.trunkline.broker.message.Message;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.message.Receipt;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.SubscriptionTable;
import io.trunkline.broker.topic.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** The broker of one node: every station of a message's path, in order. */
public final class LocalBroker implements Broker, Disposable {
    private final SubscriptionTable table = new SubscriptionTable();
    private final Ports ports;
    private final Admission admission;
    private final Stamper stamper;
    private final Recorder recorder;
    private final FanOut fanOut;
    private final Reception reception;
    private final Disposable.Composite lifelines = Disposables.composite();

    /** The ports the broker speaks to the world by. */
    public record Ports(ApplicationDirectory directory, ClusterBus bus, TopicLog log, BrokerListener listener) {}

    /** Begins to hear the bus and the directory; a congested reader may hold back a Receipt for as long as the patience. */
    public LocalBroker(Surroundings surroundings, Ports ports, Duration patience) {
        this.ports = ports;
        this.admission = new Admission(ports.directory(), surroundings.ticker());
        var ids = new Ids(surroundings.node(), surroundings.random());
        this.stamper = new Stamper(ids, surroundings.clock(), surroundings.node());
        this.recorder = new Recorder(ports.log());
        this.fanOut = new FanOut(table, ports.listener(), patience);
        this.reception = new Reception(table, ports, ids, surroundings);
        lifelines.add(ports.bus().heard(fanOut::deliver));
        lifelines.add(ports.directory().changes().subscribe(this::follow));
    }

    /** The open connections of this node. */
    public Connections connections() {
        return reception.connections();
    }

    @Override
    public Connection connect(Arrival arrival) {
        var application = arrival.principal().application();
        try {
            admission.enter(application);
            return reception.open(arrival);
        } catch (Refused no) {
            ports.listener().refused(application, no.reason());
            throw no;
        }
    }

    @Override
    public Mono<Receipt> publish(Principal principal, Topic topic, Message message) {
        return Mono.defer(() -> publishNow(principal, topic, message));
    }

    private Mono<Receipt> publishNow(Principal principal, Topic topic, Message message) {
        try {
            var policy = admission.admit(principal, topic, message, rateOf(principal));
            return recorder.record(stamper.stamp(principal, topic, message), policy.retention(), this::announce);
        } catch (Refused no) {
            ports.listener().refused(principal.application(), no.reason());
            return Mono.error(no);
        }
    }

    private Mono<Receipt> announce(Publication publication) {
        ports.bus().announce(publication);
        return fanOut.deliver(publication);
    }

    private @Nullable Rate rateOf(Principal principal) {
        var line = reception.connections().line(principal.connectionId());
        return line == null ? null : line.rate();
    }

    private void follow(ApplicationId application) {
        if (ports.directory().find(application) == null) {
            admission.forget(application);
            ports.log().forget(application).subscribe();
        }
        reception.review(application);
    }

    /** Closes every connection with {@link Reason#SHUTDOWN} and hears nothing more. */
    @Override
    public void dispose() {
        lifelines.dispose();
        reception.close();
    }

    @Override
    public boolean isDisposed() {
        return lifelines.isDisposed();
    }
}
