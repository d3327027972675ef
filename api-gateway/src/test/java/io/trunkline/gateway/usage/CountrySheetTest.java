package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountrySheetTest {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");
    private static final Instant DAY = Instant.parse("2026-11-21T00:00:00Z");

    private final CountrySheet sheet = new CountrySheet(DAY.plusSeconds(60));

    @Test
    void showsWhatHasGrownInTheMinuteCountedOverTheDay() {
        sheet.enter(counted("DE", 1));
        sheet.enter(counted("FR", 2));
        sheet.turn(DAY.plusSeconds(7_200));
        sheet.enter(counted("FR", 3));

        assertThat(records()).containsExactly(new CountryRecord(DAY, APP.value(), "FR", 5));
    }

    @Test
    void beginsFromNothingWithTheNextDay() {
        sheet.enter(counted("DE", 1));
        sheet.turn(DAY.plusSeconds(86_400));

        assertThat(records()).isEmpty();
        sheet.enter(counted("DE", 2));
        assertThat(records()).containsExactly(new CountryRecord(DAY.plusSeconds(86_400), APP.value(), "DE", 2));
    }

    @Test
    void isCutIntoPagesThatTheTelemetryServiceTakes() {
        IntStream.rangeClosed(0, CountrySheet.PAGE)
                .forEach(n -> sheet.enter(new CountryCounted(
                        new ApplicationId("%032x".formatted(n)), Country.UNKNOWN, 1_000_000_000_000L)));

        var pages = sheet.pages("n".repeat(133));

        assertThat(pages).extracting(page -> page.countries().size()).containsExactly(CountrySheet.PAGE, 1);
        assertThat(pages).allSatisfy(page -> assertThat(page.json()).hasSizeLessThan(1024 * 1024));
    }

    private List<CountryRecord> records() {
        return sheet.pages("node").stream()
                .flatMap(page -> page.countries().stream())
                .toList();
    }

    private static CountryCounted counted(String country, long connections) {
        return new CountryCounted(APP, Country.of(country), connections);
    }
}
