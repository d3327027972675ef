package io.trunkline.gateway.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trunkline.broker.explain.Explanation;
import io.trunkline.broker.explain.Finding;
import io.trunkline.broker.explain.Party;
import io.trunkline.broker.explain.Reach;
import io.trunkline.broker.explain.Sighting;
import io.trunkline.broker.explain.Verdict;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An explanation on the wire.
 *
 * @param verdict {@code delivered}, {@code not-delivered}, {@code queued} or {@code unknown}; of one connection, or of a message that reached nobody
 * @param reason a code
 * @param steps the stations that the message passed
 * @param reached connections that have the message or will; where no connection was asked about
 * @param missed connections that were subscribed and have it not; where no connection was asked about
 * @param complete whether these are all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Explained(
        @Nullable String verdict,
        @Nullable String reason,
        String text,
        @Nullable Published message,
        @Nullable Line connection,
        @Nullable List<Step> steps,
        @Nullable List<Fate> reached,
        @Nullable List<Fate> missed,
        @Nullable Boolean complete) {

    static Explained of(Explanation explanation) {
        var finding = explanation.finding();
        return new Explained(
                code(finding.verdict()),
                finding.reason(),
                finding.text(),
                Published.of(explanation.message()),
                Line.of(explanation.connection()),
                steps(finding),
                null,
                null,
                null);
    }

    static Explained of(Reach reach) {
        var finding = reach.finding();
        if (finding != null) {
            return of(new Explanation(finding, null, null));
        }
        var reached = reach.reached().stream().map(Fate::of).toList();
        var missed = reach.missed().stream().map(Fate::of).toList();
        var text = "Of the connections that were subscribed to it, " + count(reached, reach) + " it or will, and "
                + count(missed, reach) + " not.";
        return new Explained(
                null, null, text, Published.of(reach.message()), null, null, reached, missed, reach.complete());
    }

    private static String count(List<Fate> fates, Reach reach) {
        return (reach.complete() ? "" : "at least ") + fates.size() + (fates.size() == 1 ? " has" : " have");
    }

    private static List<Step> steps(Finding finding) {
        return finding.steps().stream()
                .map(step -> new Step(lower(step.station()), step.outcome(), step.at()))
                .toList();
    }

    private static String code(Verdict verdict) {
        return lower(verdict).replace('_', '-');
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * One station.
     *
     * @param station {@code admit}, {@code record}, {@code match}, {@code offer} or {@code drain}
     * @param at null where it was not written down
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(String station, String outcome, @Nullable Instant at) {}

    /**
     * The message, but not what it says.
     *
     * @param publishedBy the connection it came by; null for one that came over HTTP
     * @param deliveries the connections that took it at once, on this node
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Published(
            String id,
            String topic,
            Instant publishedAt,
            @Nullable String publishedBy,
            @Nullable String position,
            @Nullable String excludes,
            @Nullable Instant expiresAt,
            int qos,
            int deliveries) {

        static @Nullable Published of(@Nullable Sighting message) {
            return message == null
                    ? null
                    : new Published(
                            message.id(),
                            message.topic().name(),
                            message.at(),
                            message.publisher(),
                            text(message.position()),
                            message.excluding(),
                            message.expires(),
                            message.qos(),
                            message.deliveries());
        }

        private static @Nullable String text(@Nullable Position position) {
            return position == null ? null : position.text();
        }
    }

    /** The connection. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String id,
            String kind,
            String subject,
            Instant since,
            @Nullable Instant endedAt,
            @Nullable String endedBy,
            List<String> subscriptions) {

        static @Nullable Line of(@Nullable Party party) {
            return party == null
                    ? null
                    : new Line(
                            party.id(),
                            party.kind(),
                            party.principal().subject(),
                            party.since(),
                            party.ended(),
                            code(party.reason()),
                            party.interests().stream()
                                    .map(interest -> interest.filter().text())
                                    .toList());
        }

        private static @Nullable String code(@Nullable Reason reason) {
            return reason == null ? null : reason.code();
        }
    }

    /** What became of a message at one of many connections. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fate(@Nullable String connection, @Nullable String subject, String verdict, String reason) {

        static Fate of(Explanation explanation) {
            var party = explanation.connection();
            return new Fate(
                    party == null ? null : party.id(),
                    party == null ? null : party.principal().subject(),
                    code(explanation.finding().verdict()),
                    explanation.finding().reason());
        }

        private static String code(Verdict verdict) {
            return Explained.code(verdict);
        }
    }
}
