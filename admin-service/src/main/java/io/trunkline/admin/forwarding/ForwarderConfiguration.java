package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.AmazonForwarders;
import io.trunkline.admin.application.ApplicationParts;
import io.trunkline.admin.outgoing.OutgoingAddresses;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ForwarderConfiguration {

    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Bean
    ForwarderDocuments forwarderDocuments(JsonMapper json, OutgoingAddresses addresses) {
        return new ForwarderDocuments(json, new ForwarderReader(this::freshSecret), addresses);
    }

    @Bean
    ForwarderRows forwarderRows(DatabaseClient database, ForwarderDocuments forwarderDocuments) {
        return new ForwarderRows(database, forwarderDocuments);
    }

    @Bean
    Forwarders forwarders(
            ForwarderRows forwarderRows, ForwarderDocuments forwarderDocuments, ApplicationParts applications) {
        return new Forwarders(forwarderRows, forwarderDocuments, applications);
    }

    @Bean
    AmazonForwarders amazonForwarders(
            ForwarderRows forwarderRows, ForwarderDocuments forwarderDocuments, Supplier<String> freshIds) {
        return new DocumentForwarders(forwarderRows, forwarderDocuments, freshIds);
    }

    private String freshSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
