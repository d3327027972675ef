package io.trunkline.admin.audit;

import java.time.Instant;
import java.util.List;

/**
 * One change that was made, or secrets that were taken away.
 *
 * @param id ascending in the order of commit
 * @param actor {@code operator} or {@code application:<id>}
 * @param action such as {@code application.update}
 * @param fields the names of the fields that were set, changed or read, never their values
 */
record AuditEntry(long id, Instant at, String actor, String action, String appId, List<String> fields) {}
