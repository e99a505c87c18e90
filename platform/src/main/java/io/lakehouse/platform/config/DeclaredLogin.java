package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.platform.engine.rest.Login;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who asks an engine of somebody else over HTTP: a user with a password, or whoever holds a token.
 *
 * @param user the user; empty when a token is shown
 * @param secret where the password or the token is kept
 */
public record DeclaredLogin(String user, SecretReference secret) {
    /** What stands under {@code login} of a section; null when nothing does. */
    static @Nullable DeclaredLogin read(YamlNode section) {
        return section.field("login").map(DeclaredLogin::of).orElse(null);
    }

    private static DeclaredLogin of(YamlNode node) {
        var login = node.only("user", "password", "token");
        if (login.field("token").isPresent()) {
            for (var other : new String[] {"user", "password"}) {
                login.field(other).ifPresent(found -> {
                    throw found.failure("expected either user and password, or token");
                });
            }
            return new DeclaredLogin("", SecretReferences.read(login, "token"));
        }
        return new DeclaredLogin(
                login.required("user", "a user, or a token instead").text(), SecretReferences.read(login, "password"));
    }

    /**
     * The same, able to read its secret.
     *
     * @param declaration the file that it stands in
     */
    Login toLogin(Path declaration, SecretReader secrets) {
        return user.isEmpty()
                ? new Login.Bearer(() -> secrets.resolve(secret, declaration))
                : new Login.Basic(user, () -> secrets.resolve(secret, declaration));
    }
}
