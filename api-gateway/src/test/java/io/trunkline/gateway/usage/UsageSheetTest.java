package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageSheetTest {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");
    private static final Instant MINUTE = Instant.parse("2026-11-21T04:00:00Z");

    private final UsageSheet sheet = new UsageSheet(MINUTE.plusSeconds(17));

    @Test
    void growsUntilTheMinuteIsOver() {
        sheet.enter(List.of(new Counted(APP, 1, 10, 2)));
        sheet.turn(MINUTE.plusSeconds(59));
        sheet.enter(List.of(new Counted(APP, 2, 20, 4)));

        assertThat(records()).containsExactly(new UsageRecord(MINUTE, APP.value(), 3, 30, 6, 0, 0, 0));
    }

    @Test
    void beginsEmptyWithTheNextMinute() {
        sheet.enter(List.of(new Counted(APP, 1, 10, 2)));
        sheet.turn(MINUTE.plusSeconds(60));

        assertThat(records()).isEmpty();
        sheet.enter(List.of(new Counted(APP, 5, 50, 5)));
        assertThat(records()).containsExactly(new UsageRecord(MINUTE.plusSeconds(60), APP.value(), 5, 50, 5, 0, 0, 0));
    }

    @Test
    void staysOpenWhenTheClockGoesBack() {
        sheet.enter(List.of(new Counted(APP, 1, 10, 2)));
        sheet.turn(MINUTE.minusSeconds(3600));
        sheet.enter(List.of(new Counted(APP, 1, 10, 2)));

        assertThat(records()).containsExactly(new UsageRecord(MINUTE, APP.value(), 2, 20, 4, 0, 0, 0));
    }

    @Test
    void isCutIntoPagesThatTheTelemetryServiceTakes() {
        var most = 1_000_000_000_000L;
        var applications = UsageSheet.PAGE + 1;
        sheet.enter(IntStream.range(0, applications)
                .mapToObj(n -> new Counted(new ApplicationId("%032x".formatted(n)), most, most, most, most, most, most))
                .toList());

        var pages = sheet.pages("n".repeat(133));

        assertThat(pages).extracting(page -> page.records().size()).containsExactly(UsageSheet.PAGE, 1);
        assertThat(pages).allSatisfy(page -> assertThat(page.json()).hasSizeLessThan(1024 * 1024));
    }

    private List<UsageRecord> records() {
        return sheet.pages("node").stream()
                .flatMap(page -> page.records().stream())
                .toList();
    }
}
