package io.trunkline.admin.forwarding;

import io.trunkline.admin.application.ApplicationParts;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ForwarderConfiguration {

    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Bean
    Forwarders forwarders(DatabaseClient database, JsonMapper json, ApplicationParts applications) {
        var documents = new ForwarderDocuments(json, new ForwarderReader(this::freshSecret));
        return new Forwarders(new ForwarderRows(database, documents), documents, applications);
    }

    private String freshSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
