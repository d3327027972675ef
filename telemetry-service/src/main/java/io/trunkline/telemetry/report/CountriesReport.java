package io.trunkline.telemetry.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * From where lines were opened: in all, and by countries, that of the most first.
 *
 * @param connections lines that were opened
 */
@JsonPropertyOrder({"connections", "records"})
record CountriesReport(long connections, List<Origin> records) {

    static CountriesReport of(List<Origin> records) {
        return new CountriesReport(
                records.stream().mapToLong(Origin::connections).sum(), records);
    }

    /**
     * The same from one country.
     *
     * @param country two letters of ISO 3166-1, ZZ where it is not known
     */
    @JsonPropertyOrder({"country", "connections"})
    record Origin(String country, long connections) {}
}
