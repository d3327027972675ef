package io.trunkline.bench.scenario;

import io.trunkline.bench.load.Target;
import io.trunkline.bench.wire.Line;
import io.trunkline.bench.wire.LineEvents;
import io.trunkline.bench.wire.LoadLoop;
import io.trunkline.bench.wire.Stamp;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Finds by trial how long a payload must be for its delivery to have a wanted size, whatever a server wraps around it. */
final class FrameSize {
    private static final String TOPIC = "b1000";

    private FrameSize() {}

    static int payloadFor(int wanted, LoadLoop loop, Target target) throws Exception {
        int payload = Stamp.LENGTH;
        for (int trial = 0; trial < 4; trial++) {
            int size = deliveredSize(payload, loop, target);
            if (size == wanted) {
                return payload;
            }
            payload = Math.max(Stamp.LENGTH, payload + wanted - size);
        }
        throw new IllegalStateException("no payload makes a delivery of " + wanted + " bytes");
    }

    private static int deliveredSize(int payload, LoadLoop loop, Target target) throws Exception {
        var heard = new FirstSize();
        Line listener = target.wire().listener(0, TOPIC, heard);
        Line publisher = target.wire().publisher(0, TOPIC, payload, heard);
        try {
            loop.open(target.port(), List.of(listener, publisher));
            loop.loop().execute(() -> {
                publisher.publish(0);
                publisher.flush();
            });
            return heard.size.get(10, TimeUnit.SECONDS);
        } finally {
            listener.end();
            publisher.end();
        }
    }

    private static final class FirstSize implements LineEvents {
        private final CompletableFuture<Integer> size = new CompletableFuture<>();

        @Override
        public void delivered(int receiver, long stamp, int bytes, long nanos) {
            size.complete(bytes);
        }

        @Override
        public void acknowledged(int sender, int packetId) {
            // only the size is of interest
        }

        @Override
        public void settled() {
            // nothing waits for it
        }

        @Override
        public void broken(String why) {
            size.completeExceptionally(new IllegalStateException(why));
        }
    }
}
