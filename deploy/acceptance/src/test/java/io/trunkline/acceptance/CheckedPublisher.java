package io.trunkline.acceptance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Publishes numbered messages, each by some door under a key of its own, again and again until it is acknowledged; a few it gives up when nobody knows what became
 * of them, and a few it publishes once more although they were acknowledged.
 */
final class CheckedPublisher extends Thread {
    private static final KeyedDoor[] DOORS = KeyedDoor.values();

    private final Application application;
    private final Ledger ledger;
    private final List<String> topics;
    private final Random random;
    private final Pace pace;
    private final Map<KeyedDoor, Keyed> lines = new EnumMap<>(KeyedDoor.class);
    private final List<Sent> sent = new ArrayList<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private record Sent(KeyedDoor door, String topic, String text) {}

    CheckedPublisher(String name, Application application, Ledger ledger, List<String> topics, long seed) {
        super(name);
        this.application = application;
        this.ledger = ledger;
        this.topics = topics;
        this.random = new Random(seed);
        this.pace = new Pace(random);
        setDaemon(true);
    }

    /** It sees to what it has begun. */
    void end() {
        over = true;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void run() {
        for (var i = 0; !over; i++) {
            var door = DOORS[random.nextInt(DOORS.length)];
            var message = new Sent(door, topics.get(random.nextInt(topics.size())), getName() + "-" + i);
            var isDear = random.nextInt(10) > 0;
            ledger.tried(message.topic(), message.text(), System.nanoTime());
            if (publish(message, isDear)) {
                sent.add(message);
            }
            if (!sent.isEmpty() && random.nextInt(8) == 0) {
                publish(sent.get(random.nextInt(sent.size())), false);
            }
            pace.pass(1, 31);
        }
        lines.values().forEach(Keyed::close);
    }

    /** Whether it was acknowledged. */
    private boolean publish(Sent message, boolean isDear) {
        var door = message.door();
        while (!attempt(door, message)) {
            if (!isDear) {
                ledger.givenUp(message.text());
                return false;
            }
            door = random.nextBoolean() ? door : door.other();
            pace.pass(1, 201);
        }
        return true;
    }

    private boolean attempt(KeyedDoor door, Sent message) {
        try {
            var line = lines.computeIfAbsent(door, at -> at.open(application, getName() + "-" + at));
            var position = line.publish(message.topic(), message.text(), message.text());
            faults.addAll(ledger.acknowledged(message.text(), position, System.nanoTime()));
            return true;
        } catch (RuntimeException unknown) {
            var line = lines.remove(door);
            if (line != null) {
                line.close();
            }
            ledger.refused(Refusal.of(door.name(), unknown));
            return false;
        }
    }
}
