package io.trunkline.broker.explain;

import io.trunkline.broker.explain.Entry.Choice;
import io.trunkline.broker.explain.Entry.Deferred;
import io.trunkline.broker.explain.Entry.Gap;
import io.trunkline.broker.explain.Entry.Gone;
import io.trunkline.broker.explain.Entry.Lapse;
import io.trunkline.broker.explain.Entry.Loss;
import io.trunkline.broker.explain.Entry.Refusal;
import io.trunkline.broker.explain.Entry.Repeat;
import io.trunkline.broker.explain.Entry.Resumed;
import io.trunkline.broker.explain.Entry.Turned;
import io.trunkline.broker.topic.Topic;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is written down of one application: its newest publications, and what became of some of them. */
final class Journal {
    /** Publications, and as many of what is written down for each of their losses. */
    static final int MANY = 1_024;

    private static final int SOME = 256;

    final Trail<Sighting> publications;
    final Trail<Loss> losses;
    final Trail<Gap> gaps;
    final Trail<Choice> choices;
    final Trail<Lapse> lapses;
    final Trail<Gone> gone;
    final Trail<Refusal> refusals;
    final Trail<Repeat> repeats;
    final Trail<Deferred> deferred;
    final Trail<Turned> turned;
    final Trail<Resumed> resumed;

    /** @param forgotten until when another journal of the application was kept and given up */
    Journal(Room room, @Nullable Instant forgotten) {
        publications = new Trail<>(room, MANY, forgotten);
        losses = new Trail<>(room, MANY, forgotten);
        gaps = new Trail<>(room, SOME, forgotten);
        choices = new Trail<>(room, MANY, forgotten);
        lapses = new Trail<>(room, MANY, forgotten);
        gone = new Trail<>(room, SOME, forgotten);
        refusals = new Trail<>(room, SOME, forgotten);
        repeats = new Trail<>(room, SOME, forgotten);
        deferred = new Trail<>(room, SOME, forgotten);
        turned = new Trail<>(room, SOME, forgotten);
        resumed = new Trail<>(room, SOME, forgotten);
    }

    private Stream<Trail<? extends Entry>> trails() {
        return Stream.of(
                publications, losses, gaps, choices, lapses, gone, refusals, repeats, deferred, turned, resumed);
    }

    /** The newest of this id: publishers choose ids, and may choose one twice. */
    @Nullable
    Sighting publication(String message) {
        return publications.newest(each -> each.id().equals(message));
    }

    @Nullable
    Refusal refusal(String message) {
        return refusals.newest(each -> each.message().equals(message));
    }

    @Nullable
    Deferred deferred(String message) {
        return deferred.newest(each -> each.message().equals(message));
    }

    @Nullable
    Gone gone(String connection) {
        return gone.newest(each -> connection.equals(each.line().principal().connectionId()));
    }

    @Nullable
    Loss loss(String connection, Sighting sighting) {
        var one = lostAlone(connection, sighting);
        return one == null ? lostWithOthers(connection, sighting) : one;
    }

    /** By a gap in its topic's log. */
    @Nullable
    Loss lostWithOthers(String reader, Sighting sighting) {
        var at = sighting.position();
        var gap = at == null
                ? null
                : gaps.newest(each -> each.overtaken().reader().equals(reader)
                        && each.overtaken().holds(sighting.topic(), at));
        return gap == null ? null : new Loss(gap.at(), reader, sighting.id(), gap.reason());
    }

    private @Nullable Loss lostAlone(String connection, Sighting sighting) {
        return losses.newest(each -> each.connection().equals(connection)
                && each.message().equals(sighting.id())
                && !each.at().isBefore(sighting.at()));
    }

    /** Who of a group was given it last; null for nobody, as far as is written down. */
    @Nullable
    String chosen(String group, Sighting sighting) {
        var choice = choices.newest(each -> each.message().equals(sighting.id())
                && each.group().equals(group)
                && each.at().equals(sighting.at()));
        return choice == null ? null : choice.connection();
    }

    /** Publishes that were answered by the receipt of this one, newest first. */
    List<Repeat> repeats(Sighting sighting) {
        return repeats.all()
                .filter(each -> each.message().equals(sighting.id())
                        && each.topic().equals(sighting.topic())
                        && !each.at().isBefore(sighting.at()))
                .toList();
    }

    /** The subscriptions to a topic that have ended while their connections went on, as far as that is written down. */
    List<Lapse> lapses(Topic topic) {
        return lapses.all()
                .filter(each -> each.interest().filter().matches(topic))
                .toList();
    }

    /** When something was last written here. */
    Instant last() {
        return trails().flatMap(trail -> trail.all().limit(1))
                .map(Entry::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    void close() {
        trails().forEach(Trail::close);
    }
}
