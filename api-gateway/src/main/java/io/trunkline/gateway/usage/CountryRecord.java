package io.trunkline.gateway.usage;

import java.time.Instant;

/** One record of a {@link UsageBatch}: the connections from one country within one day, up to now. */
record CountryRecord(Instant day, String appId, String country, long connections) {

    static CountryRecord of(Instant day, CountryCounted counted) {
        return new CountryRecord(
                day, counted.application().value(), counted.country().code(), counted.connections());
    }
}
