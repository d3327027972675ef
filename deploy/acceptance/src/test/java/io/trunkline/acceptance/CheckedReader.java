package io.trunkline.acceptance;

import static org.awaitility.Awaitility.await;

import io.trunkline.acceptance.Ledger.Stay;
import io.trunkline.acceptance.Reading.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Reads one topic, now at this door and now at that one, and goes on from where it was, or from somewhere before; until it has heard the end. */
final class CheckedReader extends Thread {
    /** How the last message of a topic begins. */
    static final String END = "end";

    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final ReadingDoor[] DOORS = ReadingDoor.values();

    private final Application application;
    private final Ledger ledger;
    private final String topic;
    private final Random random;
    private final Pace pace;
    private final List<String> places = new ArrayList<>(List.of("earliest"));
    private boolean over;

    CheckedReader(String name, Application application, Ledger ledger, String topic, long seed) {
        super(name);
        this.application = application;
        this.ledger = ledger;
        this.topic = topic;
        this.random = new Random(seed);
        this.pace = new Pace(random);
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!over) {
            var door = DOORS[random.nextInt(DOORS.length)];
            var since = random.nextInt(6) == 0 ? places.get(random.nextInt(places.size())) : newest();
            var millis = 500 + random.nextInt(5_000);
            try (var reading = door.open(application, getName(), topic, since)) {
                stay(reading, millis);
                take(door, since, reading);
            } catch (RuntimeException away) {
                ledger.refused(Refusal.of("read " + door, away));
            }
            pace.pass(50, 350);
        }
    }

    private void stay(Reading reading, int millis) {
        var end = System.nanoTime() + millis * 1_000_000L;
        await().forever()
                .pollInSameThread()
                .pollInterval(GLANCE)
                .until(() -> reading.isOver() || hasEnded(reading.heard()) || System.nanoTime() - end >= 0);
    }

    static boolean hasEnded(List<Heard> heard) {
        return !heard.isEmpty() && heard.get(heard.size() - 1).text().startsWith(END);
    }

    /** What it has heard, it was told before how it goes on. */
    private void take(ReadingDoor door, String since, Reading reading) {
        var heard = List.copyOf(reading.heard());
        ledger.stayed(new Stay(getName() + " at " + door, topic, since, reading.continuity(), heard));
        if (!heard.isEmpty() && since.equals(newest())) {
            places.add(heard.get(heard.size() - 1).position());
        }
        over = over || hasEnded(heard);
    }

    /** Where it goes on. */
    private String newest() {
        return places.get(places.size() - 1);
    }
}
