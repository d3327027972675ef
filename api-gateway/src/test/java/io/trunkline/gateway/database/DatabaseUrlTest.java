package io.trunkline.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.client.SSLMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

    @Test
    void readsAllParts() {
        DatabaseUrl url = DatabaseUrl.parse(
                "postgresql://us%40er:p%3Aa%2Fss+word@db.example.com:6432/trunk?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(url.host()).isEqualTo("db.example.com");
        assertThat(url.port()).isEqualTo(6432);
        assertThat(url.login()).isEqualTo(new DatabaseUrl.Login("us@er", "p:a/ss+word"));
        assertThat(url.tls().sslMode()).isEqualTo(SSLMode.VERIFY_FULL);
        assertThat(url.jdbcUrl())
                .startsWith("jdbc:postgresql://db.example.com:6432/trunk?")
                .contains("&sslmode=verify-full")
                .endsWith("&sslrootcert=%2Fetc%2Fca.pem")
                .doesNotContain("ss+word");
    }

    @Test
    void fillsInWhatMayBeLeftOut() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://trunkline@[::1]/trunk");

        assertThat(url.host()).isEqualTo("[::1]");
        assertThat(url.port()).isEqualTo(5432);
        assertThat(url.login()).isEqualTo(new DatabaseUrl.Login("trunkline", null));
        assertThat(url.tls().sslMode()).isEqualTo(SSLMode.PREFER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://u:secret@h/d               | postgresql://",
                "postgresql:///d                    | host",
                "postgresql://u:secret@h            | database",
                "postgresql://u:secret@h/           | database",
                "postgresql://h/d                   | user",
                "postgresql://:secret@h/d           | user",
                "postgresql://u:secret@h/d?ssl=on   | sslmode and sslrootcert",
                "postgresql://u:secret@h/d?sslmode=maybe | verify-full",
                "postgresql://u:se cret@h/d         | percent-encoded",
            })
    void saysWhatIsWrongWithoutRepeatingThePassword(String text, String words) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(InvalidDatabaseUrl.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("cret");
    }

    @Test
    void itsTextFormHasNoPassword() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u:secret@h/d");

        assertThat(url).hasToString("h:5432/d");
        assertThat(url.login()).hasToString("u");
    }
}
