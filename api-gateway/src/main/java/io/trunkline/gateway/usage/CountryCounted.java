package io.trunkline.gateway.usage;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.observe.Country;

/**
 * What was counted for one country over some time.
 *
 * @param connections lines that were opened from there
 */
record CountryCounted(ApplicationId application, Country country, long connections) {

    CountryCounted plus(CountryCounted more) {
        return new CountryCounted(application, country, connections + more.connections);
    }
}
