package io.trunkline.broker.explain;

import io.trunkline.broker.ApplicationDirectory;
import io.trunkline.broker.Connection;
import io.trunkline.broker.Connections;
import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.routing.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers why a connection of this node got or did not get a message, from what is there and what was written down. */
public final class Explainer {
    private final Connections connections;
    private final FlightRecorder recorder;
    private final ApplicationDirectory directory;

    /** @param directory tells which topics keep their last value whatever its publisher says */
    public Explainer(Connections connections, FlightRecorder recorder, ApplicationDirectory directory) {
        this.connections = connections;
        this.recorder = recorder;
        this.directory = directory;
    }

    /** Why this connection got or did not get the newest message of this id. */
    public Mono<Explanation> explain(ApplicationId application, String connection, String message) {
        return Mono.defer(() -> {
            var journal = recorder.journal(application);
            var sighting = sighting(application, journal, message);
            var open = connections.find(application, connection);
            var party = open == null ? gone(journal, connection) : Party.of(open);
            if (sighting == null) {
                return Mono.just(new Explanation(unpublished(journal, message), null, party));
            }
            return party == null
                    ? Mono.just(new Explanation(unconnected(journal), sighting, null))
                    : explain(
                            new Inquiry(journal, sighting, party, journal.lapses(sighting.topic())),
                            sighting,
                            party,
                            open);
        });
    }

    /** Looked at the outbox first: what is lost while it is asked is then written down. */
    private Mono<Explanation> explain(Inquiry inquiry, Sighting sighting, Party party, @Nullable Connection open) {
        var progress = open == null ? Mono.just(Progress.LEFT) : open.progress(sighting.id());
        return progress.map(far -> far == Progress.LEFT && waits(sighting, open) ? Progress.WAITING : far)
                .map(far -> new Explanation(inquiry.finding(far, recorder.now()), sighting, party));
    }

    private static boolean waits(Sighting sighting, @Nullable Connection open) {
        var at = sighting.position();
        return open != null && at != null && open.waits(sighting.topic(), at);
    }

    private static @Nullable Party gone(Journal journal, String connection) {
        var gone = journal.gone(connection);
        return gone == null ? null : Party.of(connection, gone);
    }

    private @Nullable Sighting sighting(ApplicationId application, Journal journal, String message) {
        var seen = journal.publication(message);
        var policy = directory.find(application);
        return seen != null
                        && policy != null
                        && policy.topics().of(seen.topic()).state()
                ? seen.asLastValue()
                : seen;
    }

    private Finding unpublished(Journal journal, String message) {
        var refusal = journal.refusal(message);
        if (refusal != null) {
            var step = new Step(Station.ADMIT, refusal.reason().code(), refusal.at());
            return Finding.of(refusal.reason(), Sentences.refused(refusal.reason()), List.of(step));
        }
        var deferred = journal.deferred(message);
        if (deferred != null && recorder.now().isBefore(deferred.due().plus(Arrivals.MOMENT))) {
            var step = new Step(Station.ADMIT, Cause.SCHEDULED.code(), deferred.at());
            return Finding.of(Cause.SCHEDULED, "It is to be published at " + deferred.due() + ".", List.of(step));
        }
        return journal.publications.forgotten() == null
                ? unknown(Cause.UNKNOWN_MESSAGE, "No message of this id was published on this node")
                : forgotten("No message of this id is among the newest ones", journal.publications.forgotten());
    }

    private Finding unconnected(Journal journal) {
        return journal.gone.forgotten() == null
                ? unknown(Cause.UNKNOWN_CONNECTION, "No connection of this id was open on this node")
                : forgotten("No connection of this id is open or among the last to end", journal.gone.forgotten());
    }

    /** What is written down is gone with the process; logs and sessions are not. */
    private Finding unknown(Cause cause, String what) {
        return Finding.of(
                cause,
                what + " since it started at " + recorder.begun() + "; of before nothing is written down here.",
                List.of());
    }

    private static Finding forgotten(String what, @Nullable Instant until) {
        return Finding.of(
                Cause.FORGOTTEN, what + "; what was until " + until + " is not all written down any more.", List.of());
    }

    /**
     * Whom the newest message of this id reached and missed, of those who were subscribed to it.
     *
     * @param limit of each
     */
    public Mono<Reach> reach(ApplicationId application, String message, int limit) {
        return Mono.defer(() -> {
            var journal = recorder.journal(application);
            var sighting = sighting(application, journal, message);
            return sighting == null
                    ? Mono.just(new Reach(unpublished(journal, message), null, List.of(), List.of(), true))
                    : reach(application, journal, sighting, limit);
        });
    }

    private Mono<Reach> reach(ApplicationId application, Journal journal, Sighting sighting, int limit) {
        var lapses = journal.lapses(sighting.topic());
        var lists = new Lists(limit);
        var open = Flux.fromStream(connections.of(application)).concatMap(connection -> {
            var party = Party.of(connection);
            return fate(new Inquiry(journal, sighting, party, lapses), sighting, party, lists.asks(connection));
        });
        var gone = Flux.fromStream(journal.gone.all()).concatMap(ended -> {
            var party = Party.of(String.valueOf(ended.line().principal().connectionId()), ended);
            return fate(new Inquiry(journal, sighting, party, lapses), sighting, party, null);
        });
        return Flux.concat(open, gone).doOnNext(lists::add).then(Mono.fromSupplier(() -> lists.reach(sighting)));
    }

    private Mono<Explanation> fate(Inquiry inquiry, Sighting sighting, Party party, @Nullable Connection open) {
        return inquiry.isConcerned() ? explain(inquiry, sighting, party, open) : Mono.empty();
    }

    /** The first so many of both kinds. */
    private static final class Lists {
        private final int limit;
        private final List<Explanation> reached = new ArrayList<>();
        private final List<Explanation> missed = new ArrayList<>();
        private boolean complete = true;

        Lists(int limit) {
            this.limit = limit;
        }

        /** No session is asked how far it is with what is not going to be listed. */
        @Nullable
        Connection asks(Connection connection) {
            return reached.size() < limit ? connection : null;
        }

        void add(Explanation explanation) {
            var list = explanation.finding().isReached() ? reached : missed;
            if (list.size() < limit) {
                list.add(explanation);
            } else {
                complete = false;
            }
        }

        Reach reach(Sighting sighting) {
            return new Reach(null, sighting, List.copyOf(reached), List.copyOf(missed), complete);
        }
    }
}
