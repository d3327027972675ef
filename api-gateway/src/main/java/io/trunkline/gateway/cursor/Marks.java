package io.trunkline.gateway.cursor;

import io.trunkline.broker.cursor.Progress;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.topic.Topic;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;

/** What stands beyond the floor of a topic, as bytes: offsets of eight octets, each with its deliveries in four; none is a settled one. */
final class Marks {
    private static final int SIZE = Long.BYTES + Integer.BYTES;

    private Marks() {}

    static byte[] of(Progress progress) {
        var count = progress.settled().size() + progress.tried().size();
        var bytes = ByteBuffer.allocate(count * SIZE);
        progress.settled().forEach(offset -> bytes.putLong(offset).putInt(0));
        progress.tried().forEach((offset, times) -> bytes.putLong(offset).putInt(times));
        return bytes.array();
    }

    static Progress read(Topic topic, Position floor, byte[] marks) {
        var settled = new HashSet<Long>();
        var tried = new HashMap<Long, Integer>();
        for (var bytes = ByteBuffer.wrap(marks); bytes.remaining() >= SIZE; ) {
            var offset = bytes.getLong();
            var times = bytes.getInt();
            if (times == 0) {
                settled.add(offset);
            } else {
                tried.put(offset, times);
            }
        }
        return new Progress(topic, floor, settled, tried);
    }
}
