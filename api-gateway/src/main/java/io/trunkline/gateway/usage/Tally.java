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

    Tally(ApplicationId application) {
        this.application = application;
        taken = new Counted(application, 0, 0, 0);
    }

    ApplicationId application() {
        return application;
    }

    void add(int payloadBytes, int receivers) {
        ops.increment();
        bytes.add(payloadBytes);
        subscribers.add(receivers);
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
}
