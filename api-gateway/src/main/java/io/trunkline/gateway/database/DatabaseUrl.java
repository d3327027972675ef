package io.trunkline.gateway.database;

import io.r2dbc.postgresql.client.SSLMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres database in the libpq URL form, {@code postgresql://user:password@host:port/database?sslmode=require}.
 *
 * @param tls the query's {@code sslmode} and {@code sslrootcert}; any other option is refused rather than ignored
 */
record DatabaseUrl(String host, int port, String database, Login login, Tls tls) {

    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> KNOWN_OPTIONS = Set.of("sslmode", "sslrootcert");
    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Pattern NAME = Pattern.compile("[^/]+");

    record Login(String user, @Nullable String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** As libpq means them; without {@code sslmode} it is {@code prefer}. */
    record Tls(String mode, @Nullable String rootCertificate) {

        SSLMode sslMode() {
            return SSLMode.fromValue(mode);
        }
    }

    static DatabaseUrl parse(String text) {
        URI uri = uri(text);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new InvalidDatabaseUrl("it does not begin with postgresql://");
        }
        String host = uri.getHost();
        if (host == null) {
            throw new InvalidDatabaseUrl("it names no host");
        }
        String path = uri.getRawPath();
        String database = decode(path.startsWith("/") ? path.substring(1) : path);
        if (!NAME.matcher(database).matches()) {
            throw new InvalidDatabaseUrl("it names no database after the host");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new DatabaseUrl(host, port, database, login(uri.getRawUserInfo()), tls(uri.getRawQuery()));
    }

    String jdbcUrl() {
        String certificate = tls.rootCertificate() == null ? "" : "&sslrootcert=" + encode(tls.rootCertificate());
        return "jdbc:postgresql://" + host + ":" + port + "/" + encode(database)
                + "?connectTimeout=10&ApplicationName=trunkline-gateway&sslmode=" + tls.mode() + certificate;
    }

    /** {@code host:port/database}, without the login. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }

    private static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new InvalidDatabaseUrl(
                    "it is not a URL (special characters in the password must be percent-encoded)");
        }
    }

    private static Login login(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty() || userInfo.startsWith(":")) {
            throw new InvalidDatabaseUrl("it names no user");
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Login(decode(userInfo), null)
                : new Login(decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
    }

    private static Tls tls(@Nullable String query) {
        var options = new HashMap<String, String>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !KNOWN_OPTIONS.contains(name)) {
                throw new InvalidDatabaseUrl("its options may only be sslmode and sslrootcert");
            }
            options.put(name, decode(pair.substring(equals + 1)));
        }
        String mode = options.getOrDefault("sslmode", "prefer");
        if (!SSL_MODES.contains(mode)) {
            throw new InvalidDatabaseUrl("its sslmode is none of " + String.join(", ", SSL_MODES));
        }
        return new Tls(mode, options.get("sslrootcert"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
