package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.trunkline.broker.Broker;
import io.trunkline.broker.LocalBroker;
import io.trunkline.broker.Surroundings;
import io.trunkline.broker.Tenure;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.access.Principal;
import io.trunkline.broker.cluster.LoneNode;
import io.trunkline.broker.cursor.MemoryCursorStore;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.Publication;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.ForgetfulSchedules;
import io.trunkline.channel.LoopDeliveries;
import io.trunkline.mqtt.RawClient.MqttConnectBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An MQTT door on a whole broker, on real sockets, and clients for it. Who says {@code app/subject} as user name is let into that application. */
final class MqttStage implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final AtomicInteger ids = new AtomicInteger();
    private final Drops drops = new Drops();
    private final LocalBroker broker;
    private final List<RawClient> clients = new ArrayList<>();
    private final MqttDoor door;
    private final int port;
    private MqttProfile profile = MqttProfile.full();

    MqttStage() {
        this(UnaryOperator.identity(), MqttLimits.standard());
    }

    MqttStage(UnaryOperator<Broker> around, MqttLimits limits) {
        this(new World(TopicRules.NONE, UnaryOperator.identity()), limits, around);
    }

    /** Topics that remember, in a log that something stands before. */
    MqttStage(TopicRules rules, UnaryOperator<TopicLog> before) {
        this(new World(rules, before), MqttLimits.standard(), UnaryOperator.identity());
    }

    /**
     * What is around the door.
     *
     * @param store of which the sessions come back first
     * @param parcels what waits for them
     */
    record World(
            TopicRules rules,
            UnaryOperator<TopicLog> before,
            SessionStore store,
            ParcelStore parcels,
            StageDirectory directory,
            InstantSource clock) {
        World(TopicRules rules, UnaryOperator<TopicLog> before) {
            this(
                    rules,
                    before,
                    SessionStore.FORGETFUL,
                    ParcelStore.FORGETFUL,
                    new StageDirectory(rules),
                    InstantSource.system());
        }
    }

    MqttStage(World world, MqttLimits limits, UnaryOperator<Broker> around) {
        Leaks.watch();
        broker = broker(drops, world);
        var servers = new MqttLoops(loops, NioServerSocketChannel.class, new LoopDeliveries());
        var ports = new MqttPorts(
                around.apply(broker),
                drops,
                world.directory(),
                world.store(),
                world.parcels(),
                world.clock(),
                new SplittableRandom());
        door = new MqttDoor(ports, limits, servers, () -> "assigned-" + ids.incrementAndGet());
        door.restore(Duration.ofMillis(100));
        port = door.open(
                new MqttListener("test", MqttListener.Transport.TCP, "127.0.0.1", 0), this::login, ListenerMeter.NONE);
    }

    private static LocalBroker broker(BrokerListener listener, World world) {
        var clock = InstantSource.system();
        var surroundings = new Surroundings("0123abcd", clock, System::nanoTime, new Random(1), Schedulers.parallel());
        var log = world.before().apply(new MemoryTopicLog(clock, "epoch", MemoryTopicLog.Bounds.DEFAULT));
        var ports = new LocalBroker.Ports(
                world.directory(),
                new LoneNode(),
                log,
                listener,
                new ForgetfulSchedules(),
                new MemoryCursorStore(clock));
        return new LocalBroker(surroundings, ports, Duration.ofSeconds(5));
    }

    /** Of what is kept for clients so much. */
    static MqttLimits keeping(Duration expiry, int most, long absentBytes) {
        return new MqttLimits(
                1 << 18,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                256,
                16,
                1 << 20,
                new MqttLimits.Keeping(expiry, 1 << 20, most, absentBytes),
                ArrivalLimits.standard());
    }

    /** Why deliveries were not made, and why callers were refused, in order. */
    static final class Drops implements BrokerListener {
        private final Queue<Reason> reasons = new ConcurrentLinkedQueue<>();
        private final LongAdder count = new LongAdder();
        private final List<Reason> refusals = new CopyOnWriteArrayList<>();

        @Override
        public void refused(ApplicationId application, Reason reason) {
            refusals.add(reason);
        }

        @Override
        public void dropped(Publication publication, String connectionId, Reason reason) {
            reasons.add(reason);
            count.increment();
        }

        List<Reason> reasons() {
            return List.copyOf(reasons);
        }
    }

    List<Reason> dropped() {
        return drops.reasons();
    }

    List<Reason> refused() {
        return drops.refusals;
    }

    /** How many deliveries were not made. */
    long drops() {
        return drops.count.sum();
    }

    LocalBroker broker() {
        return broker;
    }

    void offer(MqttProfile offered) {
        profile = offered;
    }

    int port() {
        return port;
    }

    private Mono<MqttLogin> login(MqttLoginAttempt attempt) {
        return Mono.fromSupplier(() -> {
            var user = attempt.userName();
            if (user == null) {
                throw new Refused(Reason.UNAUTHENTICATED);
            }
            if (user.startsWith("!")) {
                throw new Refused(Reason.valueOf(user.substring(1)));
            }
            var parts = (user + "/someone").split("/");
            var permissions = Permissions.of(List.of(
                    Permissions.PUBLISH + "*",
                    Permissions.PUBLISH + "!denied/*",
                    Permissions.SUBSCRIBE + "secure/mine/*"));
            var principal = new Principal(new ApplicationId(parts[0]), parts[1], permissions);
            return new MqttLogin(principal, Tenure.ALWAYS, profile, null);
        });
    }

    /** A socket with nothing said yet. */
    RawClient socket() {
        var client = RawClient.open(port);
        clients.add(client);
        return client;
    }

    static MqttConnectBuilder hello(boolean version5, String user, String clientId) {
        var hello = RawClient.hello(clientId).as(user);
        return version5 ? hello.v5() : hello;
    }

    /** A client that is in. */
    RawClient client(boolean version5, String user, String clientId) {
        var client = socket();
        client.connect(hello(version5, user, clientId));
        return client;
    }

    /** A client of {@code app} whose session, in MQTT 5, outlives its connection by a minute. */
    RawClient kept(boolean version5, String clientId, boolean present) {
        var client = socket();
        var hello = hello(version5, "app", clientId).keep();
        var answer = client.connect(version5 ? hello.with(MqttProperties.SESSION_EXPIRY_INTERVAL, 60) : hello);
        assertThat(answer.variableHeader().isSessionPresent()).isEqualTo(present);
        return client;
    }

    RawClient subscriber(boolean version5, String user, String filter, MqttQoS qos) {
        var client = client(version5, user, "subscriber-" + ids.incrementAndGet());
        client.subscribe(1, filter, qos);
        return client;
    }

    RawClient publisher(boolean version5, String user) {
        return client(version5, user, "publisher-" + ids.incrementAndGet());
    }

    /** The way in of WebSockets that somebody else has accepted. */
    MqttInlet inlet(ListenerMeter meter) {
        return door.inlet("web", this::login, meter);
    }

    void closeDoor() {
        door.close();
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        door.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        Leaks.assertNone();
    }
}
