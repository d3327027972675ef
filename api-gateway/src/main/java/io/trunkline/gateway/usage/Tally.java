package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import java.util.concurrent.atomic.LongAdder;

/** The running totals of one application: any thread adds, one thread takes. */
final class Tally {
    private final ApplicationId application;
    private final LongAdder ops = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder subscribers = new LongAdder();
    private Counted taken;
    private int idleTakes;
    private volatile boolean retired;

    Tally(ApplicationId application) {
        this.application = application;
        taken = new Counted(application, 0, 0, 0);
    }

    ApplicationId application() {
        return application;
    }

    /** False when the tally was retired, perhaps just before: then it has to be taken once more for this to be seen. */
    boolean add(int payloadBytes, int receivers) {
        ops.increment();
        bytes.add(payloadBytes);
        subscribers.add(receivers);
        return !retired;
    }

    /** What was added since the last take. The totals are never reset, so that nothing added meanwhile is lost. */
    Counted take() {
        var before = taken;
        taken = new Counted(application, ops.sum(), bytes.sum(), subscribers.sum());
        var counted = new Counted(
                application,
                taken.ops() - before.ops(),
                taken.bytes() - before.bytes(),
                taken.subscribers() - before.subscribers());
        idleTakes = counted.isNothing() ? idleTakes + 1 : 0;
        return counted;
    }

    /** How many takes in a row have found nothing. */
    int idleTakes() {
        return idleTakes;
    }

    void retire() {
        retired = true;
    }
}
