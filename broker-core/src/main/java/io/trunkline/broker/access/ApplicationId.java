package io.trunkline.broker.access;

/** The id of an application, the unit of isolation: opaque, 32 hex digits where we make it. */
public record ApplicationId(String value) {
    public ApplicationId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("an application id has 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
