package io.trunkline.admin;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** The admin-service: a process of its own, or one context among three in the standalone. */
@SpringBootApplication
public class AdminServiceApplication {

    /** Starts the service alone; its settings are those of {@code admin.yml}. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(AdminServiceApplication.class)
                .properties("spring.config.name=admin")
                .run(args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
