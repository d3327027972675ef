package io.trunkline.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Resident memory as {@code /proc/<pid>/status} tells it; pages that processes share are counted for each of them. */
public final class ResidentMemory {
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    /** KiB of the process {@code pid} and its living descendants; zero where there is no {@code /proc}. */
    public static long kibOfTree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .mapToLong(process -> kib(process.pid()))
                .sum();
    }

    private static long kib(long pid) {
        try {
            var rss = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return rss.find() ? Long.parseLong(rss.group(1)) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
