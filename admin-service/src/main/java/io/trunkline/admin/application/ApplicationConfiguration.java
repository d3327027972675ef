package io.trunkline.admin.application;

import io.trunkline.admin.audit.AuditLog;
import io.trunkline.admin.outgoing.OutgoingAddresses;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TierProperties.class, PublicHostProperties.class})
class ApplicationConfiguration {

    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Bean
    Tiers tiers(TierProperties properties) {
        return new Tiers(properties.limits());
    }

    @Bean
    LimitsSchema limitsSchema() {
        return new LimitsSchema();
    }

    @Bean
    PublicHost publicHost(PublicHostProperties properties) {
        return new PublicHost(properties.publicHost());
    }

    @Bean
    Documents documents(JsonMapper json, Tiers tiers) {
        return new Documents(json, new SettingsReader(this::freshKey), tiers);
    }

    @Bean
    ApplicationRows applicationRows(DatabaseClient database, Documents documents) {
        return new ApplicationRows(database, documents);
    }

    @Bean
    ApplicationChanges applicationChanges(DatabaseClient database, ApplicationRows rows, Tiers tiers) {
        return new ApplicationChanges(database, rows, tiers);
    }

    @Bean
    TierChange tierChange(Documents documents) {
        return new TierChange(documents.tiers());
    }

    @Bean
    Applications.Journal journal(ApplicationChanges changes, AuditLog audit) {
        return new Applications.Journal(changes, audit);
    }

    @Bean
    Supplier<String> freshIds() {
        return () -> HexFormat.of().formatHex(randomBytes(ID_BYTES));
    }

    @Bean
    Applications.Origin origin(InstantSource clock, Supplier<String> freshIds) {
        return new Applications.Origin(clock, freshIds);
    }

    @Bean
    Rules rules(Tiers tiers, OutgoingAddresses addresses) {
        return new Rules(tiers, addresses);
    }

    @Bean
    Applications.Store store(
            ApplicationRows rows, AmazonForwarders amazonForwarders, TransactionalOperator transaction) {
        return new Applications.Store(rows, amazonForwarders, transaction);
    }

    @Bean
    ShownApplications shownApplications(Documents documents, AmazonForwarders amazonForwarders) {
        return new ShownApplications(documents, amazonForwarders);
    }

    @Bean
    AmazonForwardersSchema amazonForwardersSchema() {
        return new AmazonForwardersSchema();
    }

    @Bean
    Applications applications(
            Applications.Store store,
            Documents documents,
            Rules rules,
            Applications.Journal journal,
            Applications.Origin origin) {
        return new Applications(store, documents, rules, journal, origin);
    }

    @Bean
    ApplicationParts applicationParts(
            Applications applications,
            ApplicationRows rows,
            Applications.Journal journal,
            TransactionalOperator transaction,
            Applications.Origin origin) {
        return new ApplicationParts(applications, rows, journal, transaction, origin);
    }

    /** The text itself is the secret (spec/realtime.md section 12): 44 characters of base64. */
    private ApplicationKey freshKey() {
        return ApplicationKey.ofSecret(Base64.getEncoder().encodeToString(randomBytes(SECRET_BYTES)));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
