package io.trunkline.gateway.realtime;

import io.trunkline.broker.message.Receipt;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The publishes of one client that are in the core and not answered yet, most of them because a log writes them. They are answered in the order of their
 * frames, whatever order they are settled in. They are nobody's to cancel: what the core has taken goes on when the line has ended. On the event loop.
 */
final class InFlight {
    /** With so many of them the next frame waits, until half of them are answered. */
    static final int MOST = 64;

    /** With frames of so many bytes too: as much as a reader who has kept up has room for, so that no client overruns it by what one commit sets free. */
    static final int MOST_BYTES = 65_536;

    private final ArrayDeque<Flight> flights = new ArrayDeque<>(0);
    private final Executor loop;
    private final Answers answers;
    private int bytes;
    private boolean emptying;
    private @Nullable MonoSink<Void> waiting;

    /** Tells the client; each publish has one of the two, on the event loop. */
    interface Answers {
        void taken(Receipt receipt);

        void refused(Throwable fault, byte[] frame);
    }

    private static final class Flight {
        private final byte[] frame;
        private @Nullable Runnable answer;

        private Flight(byte[] frame) {
            this.frame = frame;
        }
    }

    /** Nothing in flight; the loop runs what it is given at once when it is called from itself. */
    InFlight(Executor loop, Answers answers) {
        this.loop = loop;
        this.answers = answers;
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    /**
     * Publishes, at once; completes when the next frame may be looked at. Behind one that is refused none may, until all before it are answered.
     *
     * @param placed whether the publish has its place in its topic from the beginning; behind one that has not yet, the next frame waits for its answer
     */
    Mono<Void> add(byte[] frame, Mono<Receipt> publish, boolean placed) {
        var flight = new Flight(frame);
        flights.add(flight);
        bytes += frame.length;
        publish.subscribe(
                receipt -> loop.execute(() -> settle(flight, () -> answers.taken(receipt))),
                fault -> loop.execute(() -> refused(flight, fault)));
        emptying |= !placed && flight.answer == null;
        return emptying || flights.size() >= MOST || bytes >= MOST_BYTES ? room() : Mono.empty();
    }

    /** Completes when all are answered; until then no other frame is to be looked at. */
    Mono<Void> over() {
        emptying = !flights.isEmpty();
        return room();
    }

    private Mono<Void> room() {
        return flights.isEmpty() ? Mono.empty() : Mono.create(sink -> waiting = sink);
    }

    private void refused(Flight flight, Throwable fault) {
        emptying = true;
        settle(flight, () -> answers.refused(fault, flight.frame));
    }

    private void settle(Flight flight, Runnable answer) {
        flight.answer = answer;
        for (var next = answerable(); next != null; next = answerable()) {
            next.run();
        }
        emptying &= !flights.isEmpty();
        var behind = waiting;
        if (behind != null && !emptying && flights.size() <= MOST / 2 && bytes <= MOST_BYTES / 2) {
            waiting = null;
            behind.success();
        }
    }

    /** Takes the first out if it is settled. */
    private @Nullable Runnable answerable() {
        var first = flights.peek();
        if (first == null || first.answer == null) {
            return null;
        }
        flights.remove();
        bytes -= first.frame.length;
        return first.answer;
    }
}
