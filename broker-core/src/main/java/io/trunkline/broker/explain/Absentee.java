package io.trunkline.broker.explain;

import io.trunkline.broker.refusal.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a connection had no subscription that matched when a message was published. */
final class Absentee {
    private static final Set<Reason> FORBIDDEN =
            EnumSet.of(Reason.FORBIDDEN, Reason.FORBIDDEN_SUBSCRIBE, Reason.FORBIDDEN_PRIVATE);

    private final Journal journal;
    private final Sighting sighting;
    private final Party party;
    private final List<Interval> matching;

    /** @param matching its subscriptions of other times that match the topic */
    Absentee(Journal journal, Sighting sighting, Party party, List<Interval> matching) {
        this.journal = journal;
        this.sighting = sighting;
        this.party = party;
        this.matching = matching;
    }

    Finding finding(List<Step> steps) {
        var ended = party.ended();
        if (ended != null && !ended.isAfter(sighting.at())) {
            return new Finding(
                    Verdict.NOT_DELIVERED,
                    Cause.CONNECTION_ENDED.code(),
                    ended(party, "was not published yet"),
                    List.copyOf(steps));
        }
        var repeat = journal.repeats(sighting).stream()
                .filter(each -> matching.stream()
                        .anyMatch(interval -> !interval.began().isAfter(each.at()) && !interval.isOver(each.at())))
                .findFirst();
        if (repeat.isPresent()) {
            return Finding.of(
                    Cause.DUPLICATE,
                    "It was published at " + sighting.at() + ", before the connection was subscribed; what came at "
                            + repeat.get().at() + " was a repeat, which is answered and not published again.",
                    steps);
        }
        return party.since().isAfter(sighting.offered()) && !isBroughtLater()
                ? Finding.of(
                        Cause.NOT_CONNECTED,
                        "The connection was opened later, at " + party.since() + "; the message was published at "
                                + sighting.at() + ".",
                        steps)
                : unsubscribed(steps);
    }

    private Finding unsubscribed(List<Step> steps) {
        var turned = journal.turned.newest(each -> each.connection().equals(party.id())
                && each.filter().matches(sighting.topic())
                && !each.at().isAfter(sighting.offered()));
        if (turned == null) {
            return Finding.of(isBroughtLater() ? Cause.RETAINED : Cause.NO_SUBSCRIPTION, text(), steps);
        }
        var text = "The connection asked for " + turned.filter().text() + " at " + turned.at() + " and was refused: "
                + turned.reason().text() + ".";
        return FORBIDDEN.contains(turned.reason())
                ? Finding.of(Cause.PERMISSION, text, steps)
                : Finding.of(turned.reason(), text, steps);
    }

    private boolean isBroughtLater() {
        return sighting.retain() && party.kind().equals("mqtt") && later() != null;
    }

    private String text() {
        var topic = sighting.topic().name();
        var later = later();
        if (later != null) {
            return "The connection subscribed to " + later.filter() + " only at " + later.began()
                    + "; the message was published at " + sighting.at() + "."
                    + (isBroughtLater()
                            ? " As it was to be retained, the subscription brought it if it still was its topic's last."
                            : "");
        }
        return matching.stream()
                .filter(interval -> interval.isOver(sighting.at()))
                .findFirst()
                .map(over ->
                        "The connection's subscription to " + over.filter() + " had ended at " + over.ended() + ".")
                .orElse("None of the connection's subscriptions matches " + topic + ".");
    }

    private @Nullable Interval later() {
        return matching.stream()
                .filter(interval -> interval.began().isAfter(sighting.offered()))
                .findFirst()
                .orElse(null);
    }

    Finding forgotten(List<Step> steps) {
        return Finding.of(
                Cause.FORGOTTEN,
                "No subscription matches now; so many have ended since the message was published that not all of them are written down.",
                steps);
    }

    static String ended(Party party, String message) {
        var reason = party.reason();
        return "The connection ended at " + party.ended() + " (" + (reason == null ? "unknown" : reason.code())
                + ") when the message " + message + ".";
    }
}
