package io.trunkline.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application that a fresh installation begins with, so that its first lines can be pasted. It is made once: who
 * deletes it does not meet it again.
 *
 * @param id of the application
 * @param authKey the HMAC key of its clients' tokens
 * @param adminKey the HMAC key of its backends' tokens
 */
record StarterApplication(String id, String authKey, String adminKey) {
    private static final String NAME = "StarterApp-HS256";
    private static final String FILE = "starter-application";
    private static final JsonMapper JSON = new JsonMapper();

    /** The starter of this data directory, made now if this installation has no application at all. */
    static Optional<StarterApplication> find(StandaloneSettings settings, DataDirectory data, String operatorToken) {
        var admin = new AdminApi(URI.create(settings.adminUrl()), operatorToken);
        var known = data.read(FILE);
        if (known != null) {
            return read(admin.call("GET", "/admin/v1/applications/" + known, null));
        }
        if (!isEmpty(admin.call("GET", "/admin/v1/applications", null))) {
            return Optional.empty();
        }
        var body = JSON.writeValueAsString(JSON.createObjectNode().put("name", NAME));
        var made = read(admin.call("POST", "/admin/v1/applications", body));
        made.ifPresent(starter -> data.write(FILE, starter.id()));
        return made;
    }

    private static boolean isEmpty(HttpResponse<String> list) {
        var applications = JSON.readTree(list.body()).path("applications");
        return list.statusCode() == 200 && applications.isArray() && applications.isEmpty();
    }

    private static Optional<StarterApplication> read(HttpResponse<String> answer) {
        return answer.statusCode() / 100 == 2 ? Optional.of(of(JSON.readTree(answer.body()))) : Optional.empty();
    }

    private static StarterApplication of(JsonNode application) {
        return new StarterApplication(
                application.path("appId").asString(),
                application.path("authKey").path("key").asString(),
                application.path("adminKey").path("key").asString());
    }

    /** The admin API, as anybody else uses it. */
    private record AdminApi(URI address, String token) {
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        HttpResponse<String> call(String method, String path, @Nullable String body) {
            var request = HttpRequest.newBuilder(address.resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            try {
                return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            } catch (IOException e) {
                throw new StartFailure("the admin-service at " + address + " does not answer (" + e + ")", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure("interrupted", e);
            }
        }
    }
}
