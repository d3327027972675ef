package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The running totals of one application: any thread adds, one thread takes. */
final class Tally {
    private final ApplicationId application;
    private final LongAdder ops = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder subscribers = new LongAdder();
    private final LongAdder apiCalls = new LongAdder();
    private final LongAdder apiBytes = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final TopicTallies topics;
    private final CountryTallies countries;
    private Counted taken;
    private int idleTakes;
    private volatile boolean retired;

    Tally(ApplicationId application) {
        this.application = application;
        taken = new Counted(application, 0, 0, 0);
        topics = new TopicTallies(application);
        countries = new CountryTallies(application);
    }

    ApplicationId application() {
        return application;
    }

    void publication(int payloadBytes, int receivers) {
        ops.increment();
        bytes.add(payloadBytes);
        subscribers.add(receivers);
    }

    void topic(String name, int payloadBytes) {
        topics.add(name, payloadBytes);
    }

    void call(int cost) {
        apiCalls.increment();
        apiBytes.add(cost);
    }

    void connection(Country from) {
        connections.increment();
        countries.add(from);
    }

    /** Whether the tally was retired, perhaps just before something was added: then it has to be taken once more for this to be seen. */
    boolean isRetired() {
        return retired;
    }

    /** What was added since the last take. The totals are never reset, so that nothing added meanwhile is lost. */
    Counted take() {
        var before = taken;
        taken = new Counted(
                application,
                ops.sum(),
                bytes.sum(),
                subscribers.sum(),
                apiCalls.sum(),
                apiBytes.sum(),
                connections.sum());
        var counted = taken.minus(before);
        idleTakes = counted.isNothing() ? idleTakes + 1 : 0;
        return counted;
    }

    /** What was added per topic since the last time. */
    void takeTopics(Consumer<TopicCounted> heard) {
        topics.take(heard);
    }

    /** What was added per country since the last time. */
    void takeCountries(Consumer<CountryCounted> heard) {
        countries.take(heard);
    }

    /** How many takes in a row have found nothing. */
    int idleTakes() {
        return idleTakes;
    }

    void retire() {
        retired = true;
    }
}
