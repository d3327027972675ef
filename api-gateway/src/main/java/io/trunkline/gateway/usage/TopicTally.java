package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import java.util.concurrent.atomic.LongAdder;

/** The running totals of one topic: any thread adds, one thread takes. */
final class TopicTally {
    private final String topic;
    private final LongAdder ops = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private long opsTaken;
    private long bytesTaken;
    private int idleTakes;

    TopicTally(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    void add(int payloadBytes) {
        ops.increment();
        bytes.add(payloadBytes);
    }

    /** What was added since the last take. */
    TopicCounted take(ApplicationId application) {
        var opsNow = ops.sum();
        var bytesNow = bytes.sum();
        var counted = new TopicCounted(application, topic, opsNow - opsTaken, bytesNow - bytesTaken);
        opsTaken = opsNow;
        bytesTaken = bytesNow;
        idleTakes = counted.ops() == 0 ? idleTakes + 1 : 0;
        return counted;
    }

    /** How many takes in a row have found nothing. */
    int idleTakes() {
        return idleTakes;
    }
}
