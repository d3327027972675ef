package io.trunkline.gateway.directory;

import io.trunkline.broker.access.ApplicationId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Applications for tests, each with secrets of its own that follow from its id. */
public final class Directories {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Directories() {}

    /** Applications that are known from the start. */
    public static Applications of(Application... all) {
        var applications = new Applications();
        applications.replace(List.of(all));
        return applications;
    }

    public static Application application(String appId) {
        return application(appId, null, null);
    }

    public static Application disabled(String appId) {
        var enabled = application(appId);
        return new Application(
                appId,
                false,
                2,
                enabled.authKey(),
                enabled.adminKey(),
                AddressList.of(null),
                AddressList.of(null),
                false,
                false,
                false,
                false,
                0,
                120,
                ApplicationLimits.DEFAULT,
                List.of(),
                List.of());
    }

    /** An application that admits these addresses only. */
    public static Application application(String appId, @Nullable List<String> clients, @Nullable List<String> admins) {
        return new Application(
                appId,
                true,
                1,
                key(clientSecret(appId)),
                key(adminSecret(appId)),
                AddressList.of(admins),
                AddressList.of(clients),
                true,
                true,
                false,
                false,
                0,
                120,
                ApplicationLimits.DEFAULT,
                List.of(),
                List.of());
    }

    private static KeySettings key(String secret) {
        return new KeySettings("raw", secret, List.of("HS256"), List.of(), null, null);
    }

    public static String clientSecret(String appId) {
        return "client secret of " + appId;
    }

    public static String adminSecret(String appId) {
        return "admin secret of " + appId;
    }

    /** The same application with other values in some of its fields, as they stand in JSON. */
    public static Application with(Application application, Map<String, ?> changes) {
        var fields = JSON.readTree(DirectoryJson.write(application)).asObject();
        fields.setAll(JSON.<JsonNode>valueToTree(changes).asObject());
        return Objects.requireNonNull(DirectoryJson.application(fields.toString()));
    }

    /** As when the feed tells of it. */
    public static void put(Applications applications, Application application) {
        applications.put(application);
    }

    /** As when the feed tells of it. */
    public static void remove(Applications applications, String appId) {
        applications.remove(new ApplicationId(appId));
    }

    /** A directory file, or the snapshot that the admin-service would answer. */
    public static byte[] json(long version, Application... all) {
        return DirectoryJson.write(new Snapshot(version, List.of(all)));
    }
}
