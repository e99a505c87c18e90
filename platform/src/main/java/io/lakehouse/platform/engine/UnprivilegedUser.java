package io.lakehouse.platform.engine;

import java.util.ArrayList;
import java.util.List;

/** The user that programs run as which refuse root. */
public final class UnprivilegedUser {
    private UnprivilegedUser() {}

    /** The command as that user when this process is root, else unchanged. */
    public static List<String> prefix(List<String> command) {
        var prefixed = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        prefixed.addAll(command);
        return prefixed;
    }
}
