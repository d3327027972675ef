package io.trunkline.mqtt;

import org.jspecify.annotations.Nullable;

/** Who is at the other end of a line, as the log says it: listener, address, client id, and application once it is proved; nothing that may be a secret. */
record Caller(
        Line line,
        String listener,
        @Nullable ConnectRequest request,
        @Nullable Opening opening) {
    private static final int MOST = 64;

    @Override
    public String toString() {
        var application =
                opening == null ? "" : opening.login().principal().application().value();
        return "listener=" + listener + " address=" + line.origin() + " application=" + application + " client="
                + (request == null ? "" : harmless(request.clientId()));
    }

    /** A client's own words end no line and begin no field. */
    static String harmless(String text) {
        var out = new StringBuilder();
        text.codePoints().limit(MOST).forEach(c -> out.append(c > ' ' && c < 0x7f && c != '=' ? (char) c : '?'));
        return out.toString();
    }
}
