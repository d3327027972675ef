package io.trunkline.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a running JVM holds after a full collection: live objects, and resident memory outside the heap (direct buffers,
 * code, threads). Growth is told from the sum, because the collector keeps freed heap resident and would hide it.
 */
public record JvmMemory(long liveHeapKib, long outsideHeapKib, long residentKib) {
    private static final Pattern USED = Pattern.compile("(?m)^ *(?:garbage-first heap|def new generation|tenured"
            + " generation|PSYoungGen|ParOldGen|ZHeap|Shenandoah)\\b.*?used (\\d+)([KM])");
    private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{8,16})");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RSS = Pattern.compile("^Rss: +(\\d+) kB");

    /** Collects garbage in the JVM {@code pid} (by jcmd of this JDK) and reads what is left. */
    public static JvmMemory afterCollection(long pid) throws IOException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        String heap = jcmd(pid, "GC.heap_info");
        long used = USED.matcher(heap)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)) * ("M".equals(found.group(2)) ? 1024 : 1))
                .sum();
        long[] bounds = ADDRESS.matcher(heap)
                .results()
                .mapToLong(found -> Long.parseUnsignedLong(found.group(1), 16))
                .sorted()
                .toArray();
        if (used == 0 || bounds.length == 0) {
            throw new IOException("cannot read the heap of process " + pid + " from: " + heap);
        }
        return resident(pid, used, bounds[0], bounds[bounds.length - 1]);
    }

    /** By how many KiB the live heap and what lies outside the heap have grown since {@code before}. */
    public long growthSince(JvmMemory before) {
        return liveHeapKib - before.liveHeapKib + outsideHeapKib - before.outsideHeapKib;
    }

    private static JvmMemory resident(long pid, long used, long low, long high) throws IOException {
        long inside = 0;
        long all = 0;
        boolean inHeap = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            var mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                inHeap = Long.compareUnsigned(start, low) >= 0 && Long.compareUnsigned(start, high) < 0;
            }
            var rss = RSS.matcher(line);
            long kib = rss.find() ? Long.parseLong(rss.group(1)) : 0;
            all += kib;
            inside += inHeap ? kib : 0;
        }
        return new JvmMemory(used, all - inside, all);
    }

    private static String jcmd(long pid, String command) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(tool, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS);
        String answer = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (answer.contains("Exception")) {
            throw new IOException("jcmd " + command + " failed: " + answer);
        }
        return answer;
    }
}
