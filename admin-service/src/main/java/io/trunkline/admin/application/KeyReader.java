package io.trunkline.admin.application;

import io.trunkline.admin.outgoing.OutgoingAddresses;
import io.trunkline.admin.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code authKey} and {@code adminKey}, and sees to it that the key can only be used as what it is. */
final class KeyReader {

    private static final TextRule SOURCE = TextRule.line(1, 10);
    private static final TextRule KEY = TextRule.lines(1, 8_192);
    private static final TextRule CLAIM = TextRule.line(1, 255);
    private static final TextRule ADDRESS = TextRule.line(1, 2_000);
    private static final TextRule ALGORITHM = TextRule.line(1, 10);
    private static final int MIN_SECRET = 12;
    private static final int MAX_ISSUERS = 16;
    private static final int MAX_ALGORITHMS = KeyAlgorithm.values().length;

    private KeyReader() {}

    static ApplicationKey read(Fields fields) {
        String source =
                Optional.ofNullable(fields.optionalText("source", SOURCE)).orElse(ApplicationKey.RAW);
        return switch (source) {
            case ApplicationKey.RAW -> raw(fields);
            case ApplicationKey.JWKS -> published(fields);
            default -> throw ProblemException.invalid(fields.path("source"), "must be raw or jwks");
        };
    }

    private static ApplicationKey raw(Fields fields) {
        String key = fields.text("key", KEY);
        Set<KeyAlgorithm> algorithms = algorithms(fields, fields.texts("algorithms", MAX_ALGORITHMS, ALGORITHM));
        List<String> issuer = issuer(fields);
        @Nullable String audience = fields.optionalText("audience", CLAIM);
        fields.refuseOthers();
        checkFits(fields, key, algorithms);
        return new ApplicationKey(ApplicationKey.RAW, key, names(algorithms), issuer, audience, null);
    }

    private static ApplicationKey published(Fields fields) {
        String address = OutgoingAddresses.form(fields.path("jwksUri"), fields.text("jwksUri", ADDRESS));
        @Nullable List<String> listed = fields.texts("algorithms", MAX_ALGORITHMS, ALGORITHM);
        Set<KeyAlgorithm> algorithms = listed == null || listed.isEmpty() ? Set.of() : algorithms(fields, listed);
        List<String> issuer = issuer(fields);
        @Nullable String audience = fields.optionalText("audience", CLAIM);
        fields.refuseOthers();
        if (algorithms.stream().anyMatch(algorithm -> algorithm.kind() == KeyAlgorithm.Kind.SECRET)) {
            throw ProblemException.invalid(
                    fields.path("algorithms"), "must not name HS algorithms: what is published is no secret");
        }
        return new ApplicationKey(ApplicationKey.JWKS, null, names(algorithms), issuer, audience, address);
    }

    private static List<String> issuer(Fields fields) {
        return Optional.ofNullable(fields.texts("issuer", MAX_ISSUERS, CLAIM)).orElse(List.of());
    }

    private static List<String> names(Set<KeyAlgorithm> algorithms) {
        return algorithms.stream().map(Enum::name).toList();
    }

    private static Set<KeyAlgorithm> algorithms(Fields fields, @Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            throw ProblemException.invalid(fields.path("algorithms"), "must name at least one of " + known());
        }
        var algorithms = new ArrayList<KeyAlgorithm>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String path = fields.path("algorithms") + "[" + i + "]";
            algorithms.add(Arrays.stream(KeyAlgorithm.values())
                    .filter(algorithm -> algorithm.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalid(path, "must be one of " + known())));
        }
        return EnumSet.copyOf(algorithms);
    }

    private static void checkFits(Fields fields, String key, Set<KeyAlgorithm> algorithms) {
        var kinds = algorithms.stream().map(KeyAlgorithm::kind).collect(Collectors.toSet());
        if (kinds.size() > 1) {
            throw ProblemException.invalid(
                    fields.path("algorithms"),
                    "must all use one kind of key: a secret (HS), RSA (RS, PS), EC or Ed25519");
        }
        if (kinds.contains(KeyAlgorithm.Kind.SECRET)) {
            checkSecret(fields.path("key"), key);
        } else {
            PublicKeys.check(fields.path("key"), key, algorithms);
        }
    }

    /** A public key under an HS algorithm would let anyone who knows it sign: the classic confusion of algorithms. */
    private static void checkSecret(String path, String key) {
        if (key.toUpperCase(Locale.ROOT).contains("-----BEGIN")) {
            throw ProblemException.invalid(path, "is PEM, but HS algorithms need a secret");
        }
        if (key.length() < MIN_SECRET) {
            throw ProblemException.invalid(path, "must have at least " + MIN_SECRET + " characters for HS algorithms");
        }
    }

    private static String known() {
        return Arrays.stream(KeyAlgorithm.values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
