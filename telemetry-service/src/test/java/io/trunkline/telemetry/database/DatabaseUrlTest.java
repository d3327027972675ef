package io.trunkline.telemetry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

    @Test
    void readsAllItsParts() {
        var url = DatabaseUrl.of(
                "postgresql://tele%40x:p%3A%2Fa+b@db.example:6543/usage%20one?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(url)
                .isEqualTo(new DatabaseUrl(
                        "db.example", 6543, "usage one", "tele@x", "p:/a+b", "verify-full", "/etc/ca.pem"));
    }

    @Test
    void assumesPostgresOwnDefaults() {
        assertThat(DatabaseUrl.of("postgres://me@[::1]/usage"))
                .isEqualTo(new DatabaseUrl("::1", 5432, "usage", "me", "", "prefer", null));
    }

    @Test
    void goesToJdbcAndR2dbcAlike() {
        var url = DatabaseUrl.of("postgresql://me:secret@[::1]:6543/usage?sslmode=verify-ca&sslrootcert=/a%20b.pem");
        var jdbc = new JdbcDetails(url);
        var r2dbc = new R2dbcDetails(url).getConnectionFactoryOptions();

        assertThat(jdbc.getJdbcUrl())
                .startsWith("jdbc:postgresql://[::1]:6543/usage?sslmode=verify-ca&sslrootcert=%2Fa+b.pem&");
        assertThat(jdbc.getUsername() + "/" + jdbc.getPassword()).isEqualTo("me/secret");
        assertThat(r2dbc.getValue(ConnectionFactoryOptions.HOST)).isEqualTo("::1");
        assertThat(r2dbc.getValue(ConnectionFactoryOptions.PORT)).isEqualTo(6543);
        assertThat(r2dbc.getValue(ConnectionFactoryOptions.DATABASE)).isEqualTo("usage");
        assertThat(r2dbc.getValue(ConnectionFactoryOptions.PASSWORD)).isEqualTo("secret");
        assertThat(r2dbc.getValue(Option.valueOf("sslMode"))).isEqualTo("verify-ca");
        assertThat(r2dbc.getValue(Option.valueOf("sslRootCert"))).isEqualTo("/a b.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://me:secret@host/usage,                    must begin with postgresql://",
        "me:secret@host/usage,                            must begin with postgresql://",
        "postgresql:///usage,                             has no host",
        "postgresql://me:secret@host,                     has no database",
        "postgresql://host/usage,                         has no user",
        "postgresql://me:se cret@host/usage,              is not a URL",
        "postgresql://me:secret@host/usage?sslmode=maybe, has an unknown sslmode",
        "postgresql://me:secret@host/usage?pool=3,        has the parameter pool"
    })
    void saysWhatIsWrongWithoutShowingThePassword(String url, String message) {
        assertThatThrownBy(() -> DatabaseUrl.of(url))
                .isInstanceOf(InvalidDatabaseUrlException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("cret");
    }

    @Test
    void showsNoPasswordInItsText() {
        var url = DatabaseUrl.of("postgresql://me:secret@host/usage");

        assertThat(url + " " + new JdbcDetails(url) + " " + new R2dbcDetails(url))
                .doesNotContain("secret");
        assertThat(new DatabaseProperties("postgresql://me:secret@host/usage").toString())
                .doesNotContain("secret");
    }
}
