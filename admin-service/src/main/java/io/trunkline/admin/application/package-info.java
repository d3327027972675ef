/** Applications with their keys and limits: read, validated, stored, and numbered change by change. */
@NullMarked
package io.trunkline.admin.application;

import org.jspecify.annotations.NullMarked;
