package io.trunkline.bench.measure;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * The user and system time that a process and its living descendants have used (on Linux: what {@code /proc/<pid>/stat}
 * says, in steps of 10 ms).
 */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** The time used so far by the tree whose root is {@code pid}; zero when it is gone. */
    public static Duration ofTree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
