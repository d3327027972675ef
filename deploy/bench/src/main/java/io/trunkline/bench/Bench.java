package io.trunkline.bench;

import io.trunkline.bench.report.Progress;
import java.nio.file.Files;

/** The command line of the bench. */
public final class Bench {
    private Bench() {}

    /** Measures what the arguments ask for; ends with 0 when all of it could be measured, whatever came out. */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the one place that speaks to the terminal
    public static void main(String... arguments) {
        // the generator trusts its own indexes; must be set before Netty is loaded
        System.setProperty("io.netty.buffer.checkBounds", "false");
        System.setProperty("io.netty.buffer.checkAccessible", "false");
        System.exit(run(new Progress(System.out), arguments));
    }

    private static int run(Progress progress, String... arguments) {
        if (java.util.List.of(arguments).contains("--help")) {
            progress.say("%s", Options.HELP);
            return 0;
        }
        try {
            var options = Options.parse(arguments);
            if (!Files.isReadable(options.jar())) {
                throw new IllegalArgumentException("no standalone at " + options.jar() + "; run `make bench`");
            }
            return new Run(options, progress).toTheEnd() ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            progress.say("%s (--help tells the options)", String.valueOf(wrong.getMessage()));
            return 2;
        } catch (Exception failure) {
            progress.say("the bench failed: %s", failure);
            return 1;
        }
    }
}
