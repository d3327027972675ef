package io.trunkline.telemetry.database;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The one setting for the database.
 *
 * @param databaseUrl see {@link DatabaseUrl}; kept as text here, so that no message about a bad value can show the password in it
 */
@Validated
@ConfigurationProperties("trunkline")
record DatabaseProperties(@NotBlank String databaseUrl) {

    @Override
    public String toString() {
        return "DatabaseProperties[hidden]";
    }
}
