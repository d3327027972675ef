package io.trunkline.admin.audit;

import io.trunkline.admin.problem.Parameters;
import io.trunkline.admin.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /admin/v1/audit}: who changed what, when; for the operator. */
@RestController
class AuditController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final Pattern APPLICATION_ID = Pattern.compile("[0-9a-f]{32}");

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @GetMapping("/admin/v1/audit")
    Mono<AuditPage> find(
            @RequestParam @Nullable String appId,
            @RequestParam @Nullable String since,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String limit) {
        int size = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        long after = cursor == null ? 0 : Parameters.number("cursor", cursor, 0, Long.MAX_VALUE);
        var query = new AuditLog.Query(applicationId(appId), time(since), after);
        return log.find(query, size + 1).collectList().map(entries -> page(entries, size));
    }

    private static AuditPage page(List<AuditEntry> entries, int size) {
        if (entries.size() <= size) {
            return new AuditPage(entries, size, null);
        }
        List<AuditEntry> shown = entries.subList(0, size);
        return new AuditPage(shown, size, String.valueOf(shown.get(size - 1).id()));
    }

    private static @Nullable String applicationId(@Nullable String text) {
        if (text != null && !APPLICATION_ID.matcher(text).matches()) {
            throw ProblemException.invalid("appId", "must be 32 hexadecimal digits");
        }
        return text;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.invalid("since", "must be a time such as 2026-11-21T04:00:00Z");
        }
    }
}
