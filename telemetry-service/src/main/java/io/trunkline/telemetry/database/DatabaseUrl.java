package io.trunkline.telemetry.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who we are there, from {@code postgresql://user:password@host:port/database?sslmode=...} as libpq spells it.
 *
 * @param host name or address; an IPv6 address without its brackets
 * @param sslMode one of libpq's six, {@code prefer} where none is given
 * @param sslRootCert file of the certificate authority that signed the server's certificate
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        @Nullable String sslRootCert) {
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** @throws InvalidDatabaseUrlException that says what is wrong and never repeats the URL, which holds a password */
    static DatabaseUrl of(String url) {
        var uri = parse(url);
        if (!SCHEMES.contains(String.valueOf(uri.getScheme()))) {
            throw new InvalidDatabaseUrlException("must begin with postgresql://");
        }
        if (uri.getHost() == null) {
            throw new InvalidDatabaseUrlException("has no host");
        }
        var user = String.valueOf(uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo())
                .split(":", 2);
        var parameters = Parameters.of(uri.getRawQuery());
        return new DatabaseUrl(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                named("database", uri.getRawPath().replaceFirst("^/", "")),
                named("user", user[0]),
                user.length > 1 ? decoded(user[1]) : "",
                parameters.sslMode(),
                parameters.sslRootCert());
    }

    /** Host and port, for messages. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return "postgresql://" + address() + "/" + database;
    }

    private static URI parse(String url) {
        try {
            return new URI(url.trim());
        } catch (URISyntaxException fault) {
            throw new InvalidDatabaseUrlException("is not a URL (at character " + fault.getIndex()
                    + "; special characters of a password are written as %XX)");
        }
    }

    private static String named(String what, String raw) {
        if (raw.isEmpty()) {
            throw new InvalidDatabaseUrlException("has no " + what);
        }
        return decoded(raw);
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private record Parameters(String sslMode, @Nullable String sslRootCert) {
        static Parameters of(@Nullable String query) {
            var parameters = new Parameters("prefer", null);
            for (var pair : query == null ? new String[0] : query.split("&")) {
                parameters = parameters.with(pair.split("=", 2));
            }
            return parameters;
        }

        private Parameters with(String[] pair) {
            var value = pair.length > 1 ? decoded(pair[1]) : "";
            return switch (pair[0]) {
                case "sslmode" -> new Parameters(known(value), sslRootCert);
                case "sslrootcert" -> new Parameters(sslMode, value);
                default ->
                    throw new InvalidDatabaseUrlException(
                            "has the parameter " + pair[0] + ", only sslmode and sslrootcert are known");
            };
        }

        private static String known(String sslMode) {
            if (!SSL_MODES.contains(sslMode)) {
                throw new InvalidDatabaseUrlException("has an unknown sslmode, known are " + SSL_MODES);
            }
            return sslMode;
        }
    }
}
