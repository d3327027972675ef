package io.trunkline.mqtt;

import static io.trunkline.mqtt.Version.CLEAN;
import static io.trunkline.mqtt.Version.USER;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A door, sockets to it, and for each test of the class that registers it an application of its own, so that tests do not hear each other. */
final class Wires implements BeforeEachCallback, AfterAllCallback, AutoCloseable {
    /** Deliveries without the user properties that name the publisher, so that their bytes are foreseeable. */
    private static final MqttProfile PLAIN = new MqttProfile(2, true, true, true, 100, 20_000, false);

    private final MqttStage stage;
    private final List<WireClient> clients = new ArrayList<>();
    private int application;

    Wires() {
        this(MqttLimits.standard());
    }

    Wires(MqttLimits limits) {
        stage = new MqttStage(UnaryOperator.identity(), limits);
        fresh();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        fresh();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    /** Another application, and the plain offer. */
    void fresh() {
        application++;
        stage.offer(PLAIN);
    }

    MqttStage stage() {
        return stage;
    }

    /** The user name that is let into the test's application. */
    String user() {
        return "app" + application;
    }

    /** A socket with nothing said yet. */
    WireClient socket(Version version) {
        var client = new WireClient(version, stage.port());
        clients.add(client);
        return client;
    }

    /** The CONNECT of a session that begins and ends with its connection. */
    byte[] hello(Version version, String id) {
        return version.connect(USER | CLEAN, id, user());
    }

    /** The same with properties of version 5. */
    byte[] hello(String id, Object... properties) {
        return Version.V5.connect(USER | CLEAN, Wire.properties(properties), new Object[] {id, user()});
    }

    /** The CONNECT of a session that outlives its connection by a minute or, in version 3, for good. */
    byte[] keep(Version version, String id) {
        var kept = version == Version.V5 ? Wire.properties(0x11, Wire.u32(60)) : version.none();
        return version.connect(USER, kept, new Object[] {id, user()});
    }

    WireClient in(Version version, String id) {
        return socket(version).in(hello(version, id));
    }

    WireClient in(String id, Object... properties) {
        return socket(Version.V5).in(hello(id, properties));
    }

    WireClient kept(Version version, String id, boolean present) {
        return socket(version).in(keep(version, id), present);
    }

    /** A client that is subscribed. */
    WireClient subscribed(Version version, String id, String filter, int options) {
        return in(version, id).send(version.subscribe(1, filter, options)).expect(version.suback(1, options & 3));
    }

    /** Waits until what would have expired in so many seconds has: a retained message that a writer of version 5 leaves for as long is gone. */
    void expired(WireClient writer, int seconds) {
        writer.send(Version.V5.publish(0x33, "clock", 99, Wire.properties(0x02, Wire.u32(seconds)), "tick"))
                .next();
        var looks = new java.util.concurrent.atomic.AtomicInteger();
        await().until(() -> {
            var eye = in(Version.V5, "eye" + looks.incrementAndGet());
            eye.send(Version.V5.subscribe(1, "clock", 0)).expect(Version.V5.suback(1, 0));
            eye.send(Wire.PINGREQ);
            return eye.next()[0] == Wire.PINGRESP[0];
        });
    }

    @Override
    public void close() {
        clients.forEach(WireClient::close);
        stage.close();
    }
}
