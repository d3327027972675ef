package io.trunkline.bench.wire;

import java.util.ArrayList;
import java.util.List;

/** Remembers what a line told. */
final class RecordedEvents implements LineEvents {
    final List<Integer> sequences = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    final List<Integer> acknowledged = new ArrayList<>();
    final List<String> broken = new ArrayList<>();

    @Override
    public void delivered(int receiver, long stamp, int size, long nanos) {
        sequences.add(stamp == Stamp.NONE ? -1 : Stamp.sequence(stamp));
        sizes.add(size);
    }

    @Override
    public void acknowledged(int sender, int packetId) {
        acknowledged.add(packetId);
    }

    @Override
    public void settled() {
        // nothing to flush
    }

    @Override
    public void broken(String why) {
        broken.add(why);
    }
}
