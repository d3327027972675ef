package io.trunkline.bench.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** How long the machine takes to have something on disk: what bounds every durable figure from below. */
public final class Flushes {
    private static final int PAGE = 8_192;
    private static final int TIMES = 500;

    private Flushes() {}

    /** The median over some hundred pages that are written into {@code directory} and flushed one by one. */
    public static Duration median(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "flushes", "");
        double[] nanos = new double[TIMES];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE), 0);
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
        } finally {
            Files.delete(file);
        }
        return Duration.ofNanos((long) Median.of(nanos));
    }
}
