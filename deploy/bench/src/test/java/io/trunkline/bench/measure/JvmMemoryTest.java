package io.trunkline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JvmMemoryTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void seesLiveObjectsAndDirectMemoryGrowAndGarbageNot() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps")), "no /proc on this system");
        long self = ProcessHandle.current().pid();
        JvmMemory before = JvmMemory.afterCollection(self);

        byte[] live = new byte[40 * MIB];
        new Random(1).nextBytes(live);
        ByteBuffer direct = ByteBuffer.allocateDirect(20 * MIB);
        while (direct.hasRemaining()) {
            direct.putLong(System.nanoTime());
        }
        byte[] garbage = new byte[30 * MIB];
        new Random(2).nextBytes(garbage);
        garbage = null;
        JvmMemory after = JvmMemory.afterCollection(self);

        assertThat(after.growthSince(before)).isBetween(55L * 1024, 75L * 1024);
        Reference.reachabilityFence(live);
        Reference.reachabilityFence(direct);
        assertThat(garbage).isNull();
    }
}
