package io.trunkline.bench.scenario;

import io.trunkline.bench.wire.LineEvents;
import io.trunkline.bench.wire.Stamp;
import java.util.concurrent.CompletableFuture;

/** What clients that come back have to hear: each of them so many messages, once and in order. Lives on the load loop. */
final class Missed implements LineEvents {
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private final int[] heard;
    private final int each;
    private int waiting;

    Missed(int clients, int each) {
        this.heard = new int[clients];
        this.each = each;
        this.waiting = clients;
    }

    /** Done when everybody has heard everything; fails when anybody hears anything else. */
    CompletableFuture<Void> all() {
        return all;
    }

    @Override
    public void delivered(int receiver, long stamp, int size, long nanos) {
        if (stamp == Stamp.NONE || Stamp.sequence(stamp) != heard[receiver]) {
            broken("client " + receiver + " heard " + Stamp.sequence(stamp) + " instead of " + heard[receiver]);
            return;
        }
        heard[receiver]++;
        if (heard[receiver] == each && --waiting == 0) {
            all.complete(null);
        }
    }

    @Override
    public void acknowledged(int sender, int packetId) {
        broken("something was acknowledged");
    }

    @Override
    public void settled() {
        // pongs are flushed by the line
    }

    @Override
    public void broken(String why) {
        all.completeExceptionally(new IllegalStateException(why));
    }
}
