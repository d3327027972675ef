package io.trunkline.bench.report;

import java.io.PrintStream;

/** Where the bench tells what it is doing. */
public record Progress(PrintStream out) {
    /** Tells one line. */
    public void say(String format, Object... arguments) {
        out.println(String.format(java.util.Locale.ROOT, format, arguments));
        out.flush();
    }
}
