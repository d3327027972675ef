package io.trunkline.admin.topics;

import io.trunkline.admin.application.ApplicationParts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class TopicConfiguration {

    @Bean
    Topics topics(DatabaseClient database, JsonMapper json, ApplicationParts applications) {
        return new Topics(new TopicRows(database, json), json, applications);
    }
}
