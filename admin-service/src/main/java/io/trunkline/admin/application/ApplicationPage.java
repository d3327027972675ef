package io.trunkline.admin.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some applications in the order of their names; {@code nextCursor} asks for what follows and is null on the last page. */
record ApplicationPage(
        List<ApplicationDocument> applications,
        int limit,
        @Nullable String nextCursor) {}
