package io.trunkline.admin.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some entries, oldest first; {@code nextCursor} asks for what follows and is null on the last page. */
record AuditPage(
        List<AuditEntry> entries, int limit, @Nullable String nextCursor) {}
