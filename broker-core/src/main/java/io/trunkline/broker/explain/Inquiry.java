package io.trunkline.broker.explain;

import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One publication and one connection: goes the message's way again, station by station, until it knows where it ended. */
final class Inquiry {
    private final Journal journal;
    private final Sighting sighting;
    private final Party party;
    private final List<Interval> matching;
    private final List<Step> steps = new ArrayList<>();

    /** @param lapses of all connections, from the topic's subscriptions */
    Inquiry(Journal journal, Sighting sighting, Party party, List<Entry.Lapse> lapses) {
        this.journal = journal;
        this.sighting = sighting;
        this.party = party;
        var over = lapses.stream()
                .filter(each -> each.connection().equals(party.id()))
                .map(each -> new Interval(each.interest(), each.at()));
        this.matching = Stream.concat(party.interests().stream().map(each -> new Interval(each, null)), over)
                .filter(interval -> interval.matches(sighting.topic()))
                .toList();
    }

    /** Whether the connection was subscribed to the message, if perhaps not for it. */
    boolean isConcerned() {
        return matching.stream().anyMatch(this::isHeld);
    }

    /** Of a group's log a member may be given what was published before it came. */
    private boolean isHeld(Interval interval) {
        return (isOpenThen() && interval.holds(sighting))
                || isChosen(interval.interest().group());
    }

    private boolean isChosen(@Nullable String group) {
        return group != null && party.id().equals(journal.chosen(group, sighting));
    }

    private boolean isOpenThen() {
        return !party.since().isAfter(sighting.offered()) && !isEndedThen();
    }

    private boolean isEndedThen() {
        var ended = party.ended();
        return ended != null && !ended.isAfter(sighting.at());
    }

    /**
     * What became of it.
     *
     * @param progress as the connection's outbox has it
     */
    Finding finding(Progress progress, Instant now) {
        steps.clear();
        step(Station.ADMIT, "accepted", sighting.at());
        journal.repeats(sighting).forEach(repeat -> step(Station.ADMIT, "repeat", repeat.at()));
        step(Station.RECORD, sighting.position() == null ? "not-kept" : "kept", null);
        var held = matching.stream().filter(this::isHeld).toList();
        if (!held.isEmpty()) {
            return matched(held, progress, now);
        }
        step(Station.MATCH, "no-match", sighting.offered());
        return isCaughtUpWith() ? offered(Cause.CAUGHT_UP, progress, now) : unmatched();
    }

    /** Null for who was given it later: that time is not written down. */
    private @Nullable Instant offeredThen() {
        return isOpenThen() ? sighting.offered() : null;
    }

    private void step(Station station, String outcome, @Nullable Instant at) {
        steps.add(new Step(station, outcome, at));
    }

    private boolean isCaughtUpWith() {
        return party.ended() == null
                && journal.resumed
                        .all()
                        .anyMatch(resumed -> resumed.connection().equals(party.id())
                                && resumed.filter().matches(sighting.topic())
                                && sighting.isAfter(resumed.since()));
    }

    private Finding unmatched() {
        var unsubscribed = new Absentee(journal, sighting, party, matching);
        return isOpenThen() && !journal.lapses.reaches(sighting.at())
                ? unsubscribed.forgotten(steps)
                : unsubscribed.finding(steps);
    }

    private Finding matched(List<Interval> held, Progress progress, Instant now) {
        var gate = new Gate(journal, sighting, party);
        var first = held.get(0);
        var cause = gate.closed(first);
        if (cause == null || held.stream().anyMatch(interval -> gate.closed(interval) == null)) {
            step(Station.MATCH, "matched", offeredThen());
            return offered(Cause.DELIVERED, progress, now);
        }
        var gap = cause == Cause.UNCLAIMED ? lostByGroup(first) : null;
        if (gap != null) {
            return lost(gap.reason(), gap.at());
        }
        step(Station.MATCH, cause.code(), sighting.offered());
        return Finding.of(cause, gate.text(cause, first), steps);
    }

    /** Nobody in particular was to have it. */
    private Entry.@Nullable Loss lostByGroup(Interval interval) {
        var group = interval.interest().group();
        return group == null
                ? null
                : journal.lostWithOthers(
                        CursorId.ofShare(
                                        party.principal().application(),
                                        group,
                                        interval.interest().filter())
                                .name(),
                        sighting);
    }

    private Finding offered(Cause reached, Progress progress, Instant now) {
        var loss = journal.loss(party.id(), sighting);
        if (loss != null) {
            return lost(loss.reason(), loss.at());
        }
        if (!journal.losses.reaches(sighting.at()) || !journal.gaps.reaches(sighting.at())) {
            return Finding.of(
                    Cause.FORGOTTEN,
                    "It was meant for the connection, but so many deliveries were lost since then that not all of them"
                            + " are written down.",
                    steps);
        }
        step(Station.OFFER, "taken", offeredThen());
        return party.ended() == null ? drained(reached, progress, now) : outlived(party.ended());
    }

    private Finding lost(Reason reason, Instant at) {
        var place = Sentences.place(reason);
        if (place == Station.DRAIN) {
            step(Station.OFFER, "taken", sighting.offered());
        }
        step(place, reason.code(), at);
        return Finding.of(reason, Sentences.lost(reason), steps);
    }

    private Finding drained(Cause reached, Progress progress, Instant now) {
        if (progress != Progress.LEFT && sighting.hasExpired(now)) {
            return lost(Reason.EXPIRED, now);
        }
        var cause = switch (progress) {
            case WAITING -> party.away() ? Cause.OFFLINE : Cause.WINDOW;
            case SENT -> Cause.UNACKNOWLEDGED;
            case LEFT -> reached;
        };
        step(Station.DRAIN, progress == Progress.LEFT ? "sent" : cause.code(), null);
        return Finding.of(cause, Arrivals.text(cause, sighting), steps);
    }

    /** What a line has taken leaves within moments, unless it is an MQTT session, for which it may have waited until its end. */
    private Finding outlived(Instant ended) {
        var waits = party.kind().equals("mqtt") && sighting.qos() > 0;
        if (!waits && ended.isAfter(sighting.offered().plus(Arrivals.MOMENT))) {
            step(Station.DRAIN, "sent", null);
            return Finding.of(Cause.DELIVERED, Arrivals.text(Cause.DELIVERED, sighting), steps);
        }
        step(Station.DRAIN, Cause.ENDED_MEANWHILE.code(), ended);
        return Finding.of(Cause.ENDED_MEANWHILE, outlived(party), steps);
    }

    private static String outlived(Party party) {
        return Absentee.ended(party, "may have been on its way") + " Whether it left before is not written down.";
    }
}
