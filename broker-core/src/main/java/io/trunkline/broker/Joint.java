package io.trunkline.broker;

import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import org.jspecify.annotations.Nullable;

/** A line's seams, which it has from when the first delivery of a log comes, so that none is on its way past them when the first topic is caught up with. */
final class Joint {
    private final LineConnection line;
    private volatile @Nullable Seams seams;

    Joint(LineConnection line) {
        this.line = line;
    }

    Seams seams() {
        var there = seams;
        return there == null ? begun() : there;
    }

    private synchronized Seams begun() {
        var there = seams;
        var made = there == null ? new Seams(line) : there;
        seams = made;
        return made;
    }

    /** What comes by a share is its group's alone, whatever else the line hears of the topic. */
    Offer offer(Delivery delivery) {
        var isOfLog = delivery.publication().position() != null
                && delivery.subscription().options().group() == null;
        return isOfLog ? seams().offer(delivery) : line.outbox().offer(delivery);
    }

    long waitingBytes() {
        var there = seams;
        return there == null ? 0 : there.waitingBytes();
    }
}
