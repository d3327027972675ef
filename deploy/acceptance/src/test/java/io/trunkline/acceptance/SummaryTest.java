package io.trunkline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a build that passed all its tests: buffers that leaked, but for those that nobody here could have released. */
class SummaryTest {
    private static final Path SCRIPT = Path.of("../../scripts/summary");
    private static final String LOGGED = "12:00:00.000 INFO  i.t.g.d.SoleUse event=database-taken\n";
    private static final String LEAK =
            "12:00:01.000 ERROR i.n.u.ResourceLeakDetector LEAK: ByteBuf.release() was not called\n"
                    + "Recent access records: \n#1:\n";
    private static final String SENT = "\tio.r2dbc.postgresql.message.frontend.Bind.encode(Bind.java:80)\n"
            + "\tio.r2dbc.postgresql.client.ReactorNettyClient.doSendRequest(ReactorNettyClient.java:264)\n";
    private static final String MADE = "Created at:\n\tio.netty.buffer.AbstractByteBufAllocator.buffer(A.java:96)\n";
    private static final String DROPPED = ": 3 leak records were discarded because they were duplicates\n";

    @TempDir
    private Path directory;

    private record Verdict(int exit, String said) {}

    @Test
    void whatTheDriverMadeAndLostIsTold() throws Exception {
        var verdict = verdict(LEAK + SENT + MADE + SENT + DROPPED + LOGGED + LEAK + MADE + SENT);

        assertThat(verdict.said())
                .contains("2 buffers that the database's driver lost")
                .doesNotContain("leaked buffers");
        assertThat(verdict.exit()).isZero();
    }

    @Test
    void oneOfOursThatTheDriverHasReadIsOurs() throws Exception {
        var verdict = verdict(LEAK + SENT + MADE + "\tio.trunkline.gateway.Ours.make(Ours.java:1)\n" + LOGGED + "\tat "
                + SENT.strip());

        assertThat(verdict.said()).contains("1 leaked buffers").doesNotContain("driver");
        assertThat(verdict.exit()).isEqualTo(1);
    }

    @Test
    void ofSeveralRecordsInOneReportEachIsJudgedAlone() throws Exception {
        var ours = LEAK + MADE + "\tio.r2dbc.postgresql.message.backend.DataRow.decode(DataRow.java:141)\n";
        var verdict = verdict(ours + LEAK + MADE + SENT + ours + LOGGED + SENT);

        assertThat(verdict.said()).contains("2 leaked buffers", "1 buffers that the database's driver lost");
        assertThat(verdict.exit()).isEqualTo(1);
    }

    @Test
    void withoutALeakThereIsNothingToTell() throws Exception {
        var verdict = verdict(LOGGED + SENT);

        assertThat(verdict).isEqualTo(new Verdict(0, "1 passed, 0 failed, 0 skipped\n"));
    }

    private Verdict verdict(String output) throws IOException, InterruptedException {
        Files.createDirectory(directory.resolve("scripts"));
        Files.copy(SCRIPT, directory.resolve("scripts/summary"));
        var reports = Files.createDirectories(directory.resolve("api-gateway/target/failsafe-reports"));
        Files.writeString(reports.resolve("TEST-XIT.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="XIT" tests="1" errors="0" skipped="0" failures="0">
                  <testcase name="x" classname="XIT">
                    <system-out><![CDATA[%s]]></system-out>
                  </testcase>
                </testsuite>
                """.formatted(output));
        var script = new ProcessBuilder("bash", "scripts/summary", "0")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(script.waitFor(), said);
    }
}
