package io.trunkline.admin.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * One problem detail of RFC 9457, on its way out.
 *
 * @param field the path of the field at fault
 * @param instance the id under which a fault was logged
 * @param headers what the answer carries beside the body, such as {@code Allow}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "field", "instance"})
record Problem(
        @JsonIgnore ProblemCode code,
        String detail,
        @Nullable String field,
        @Nullable String instance,
        @JsonIgnore HttpHeaders headers) {

    static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, null, null, HttpHeaders.EMPTY);
    }

    Problem withField(@Nullable String name) {
        return new Problem(code, detail, name, instance, headers);
    }

    Problem withInstance(String id) {
        return new Problem(code, detail, field, id, headers);
    }

    Problem withHeaders(HttpHeaders more) {
        return new Problem(code, detail, field, instance, more);
    }

    @JsonProperty("type")
    String type() {
        return "/problems/" + code.code();
    }

    @JsonProperty("title")
    String title() {
        return code.title();
    }

    @JsonProperty("status")
    int status() {
        return code.status().value();
    }
}
