package io.trunkline.acceptance;

import io.trunkline.acceptance.Reading.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What publishers tried and were told, and what readers heard; at the end, whether the topics' logs agree with it. Texts are never used twice. */
final class Ledger {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Stay> stays = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    /** A message as its publisher knows it. */
    private static final class Entry {
        private final String topic;
        private final long tried;
        private volatile boolean givenUp;
        private volatile long acknowledged = Long.MAX_VALUE;
        private volatile @Nullable String position;

        Entry(String topic, long tried) {
            this.topic = topic;
            this.tried = tried;
        }
    }

    /**
     * A reader's time at one door.
     *
     * @param continuity what it was told; null when it was told nothing
     */
    record Stay(
            String reader,
            String topic,
            String since,
            @Nullable String continuity,
            List<Heard> heard) {}

    /** @param now monotonic, as for {@link #acknowledged} */
    void tried(String topic, String text, long now) {
        entries.put(text, new Entry(topic, now));
    }

    /** @param position where the log has it; null where the door does not tell. Answers what is wrong with it, or nothing. */
    List<String> acknowledged(String text, @Nullable String position, long now) {
        var entry = entries.get(text);
        var before = entry.position;
        entry.acknowledged = Math.min(entry.acknowledged, now);
        entry.position = position == null ? before : position;
        return before == null || position == null || before.equals(position)
                ? List.of()
                : List.of(text + " was acknowledged at " + before + " and at " + position);
    }

    /** Nobody will try it again, and so it may be there or not. */
    void givenUp(String text) {
        entries.get(text).givenUp = true;
    }

    /** Nobody knows whether that one was published. */
    void refused(String why) {
        refusals.merge(why, 1, Integer::sum);
    }

    void stayed(Stay stay) {
        stays.add(stay);
    }

    /** What is wrong. */
    List<String> faults(Map<String, List<Heard>> logs) {
        var faults = new ArrayList<String>();
        logs.forEach((topic, log) -> {
            faults.addAll(positions(topic, log));
            faults.addAll(contents(topic, log));
            faults.addAll(times(topic, log));
        });
        stays.forEach(stay -> faults.addAll(reading(stay, logs.getOrDefault(stay.topic(), List.of()))));
        return faults;
    }

    /** One epoch, and offsets from 1 without a gap: so no position is there twice. */
    private static List<String> positions(String topic, List<Heard> log) {
        var faults = new ArrayList<String>();
        for (var i = 0; i < log.size(); i++) {
            var expected = epoch(log.get(0)) + ":" + (i + 1);
            if (!log.get(i).position().equals(expected)) {
                faults.add(topic + " has " + log.get(i) + " where " + expected + " should be");
                break;
            }
        }
        return faults;
    }

    private static String epoch(Heard entry) {
        return entry.position().substring(0, entry.position().indexOf(':'));
    }

    private List<String> contents(String topic, List<Heard> log) {
        var faults = new ArrayList<String>();
        var found = new HashMap<String, String>();
        for (var heard : log) {
            var entry = entries.get(heard.text());
            if (entry == null || !entry.topic.equals(topic)) {
                faults.add("invented on " + topic + ": " + heard);
            }
            var before = found.putIfAbsent(heard.text(), heard.position());
            if (before != null) {
                faults.add("twice on " + topic + ": " + heard + " and at " + before);
            }
        }
        entries.forEach((text, entry) -> {
            if (entry.topic.equals(topic)) {
                faults.addAll(entry(text, entry, found.get(text)));
            }
        });
        return faults;
    }

    private static List<String> entry(String text, Entry entry, @Nullable String found) {
        var isAcknowledged = entry.acknowledged != Long.MAX_VALUE;
        var told = entry.position;
        if (found == null) {
            return isAcknowledged ? List.of("lost: " + text + ", acknowledged at " + told) : List.of();
        }
        if (told != null && !told.equals(found)) {
            return List.of(text + " was acknowledged at " + told + " and is at " + found);
        }
        return isAcknowledged || entry.givenUp ? List.of() : List.of("published and never acknowledged: " + text);
    }

    /** What was acknowledged before another one was tried is before it. */
    private List<String> times(String topic, List<Heard> log) {
        var faults = new ArrayList<String>();
        var earliest = Long.MAX_VALUE;
        for (var i = log.size() - 1; i >= 0; i--) {
            var heard = log.get(i);
            var entry = entries.get(heard.text());
            if (entry != null && earliest < entry.tried) {
                faults.add("out of order on " + topic + ": " + heard
                        + " is before what was acknowledged before it was tried");
            }
            earliest = entry == null ? earliest : Math.min(earliest, entry.acknowledged);
        }
        return faults;
    }

    /** What was heard is the log from where it began, without a gap, in its order. */
    private static List<String> reading(Stay stay, List<Heard> log) {
        if (!"resumed".equals(stay.continuity())
                && !(stay.continuity() == null && stay.heard().isEmpty())) {
            return List.of(stay.reader() + " was told " + stay.continuity() + " since " + stay.since());
        }
        var from = stay.since().equals("earliest") ? 0 : offset(stay.since());
        for (var i = 0; i < stay.heard().size(); i++) {
            var expected = from + i < log.size() ? log.get(from + i) : null;
            if (!stay.heard().get(i).equals(expected)) {
                return List.of(stay.reader() + " on " + stay.topic() + " since " + stay.since() + " heard "
                        + stay.heard().subList(i, Math.min(i + 4, stay.heard().size())) + " where the log has "
                        + expected);
            }
        }
        return List.of();
    }

    private static int offset(String position) {
        return Integer.parseInt(position.substring(position.indexOf(':') + 1));
    }

    @Override
    public String toString() {
        var acknowledged = entries.values().stream()
                .filter(entry -> entry.acknowledged != Long.MAX_VALUE)
                .count();
        var heard = stays.stream().mapToInt(stay -> stay.heard().size()).sum();
        return entries.size() + " tried, " + acknowledged + " acknowledged, " + stays.size() + " stays heard " + heard
                + "; in doubt or turned away: " + new TreeMap<>(refusals);
    }
}
