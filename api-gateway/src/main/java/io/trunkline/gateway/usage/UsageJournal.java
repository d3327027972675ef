package io.trunkline.gateway.usage;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes what the meter has counted into the spool: the open minute anew each time, under one name per minute and page. */
final class UsageJournal {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

    private final NodeRun run;
    private final UsageMeter meter;
    private final UsageSheet sheet;
    private final UsageSpool spool;
    private boolean unwritten;

    UsageJournal(NodeRun run, UsageMeter meter, UsageSheet sheet, UsageSpool spool) {
        this.run = run;
        this.meter = meter;
        this.sheet = sheet;
        this.spool = spool;
    }

    /**
     * Writes all counts up to now. What was counted since the last time belongs to the minute of the last time.
     *
     * @throws IOException when the disk does not take it; the minute stays open then, and its counts wait in memory
     */
    void write(Instant now) throws IOException {
        var counted = meter.take(sheet::enter, sheet::enter);
        sheet.enter(counted);
        if (!counted.isEmpty() || unwritten) {
            unwritten = true;
            keepPages();
            unwritten = false;
        }
        sheet.turn(now);
    }

    private void keepPages() throws IOException {
        var number = 0;
        for (var page : sheet.pages(run.node())) {
            var name = "%s-%s-%03d".formatted(MINUTE.format(sheet.minute()), run.bootId(), number++);
            spool.keep(name, page.json());
        }
    }
}
