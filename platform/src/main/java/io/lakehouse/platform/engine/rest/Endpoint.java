package io.lakehouse.platform.engine.rest;

/**
 * Where an engine answers over HTTP, and how it is spoken to.
 *
 * @param url {@code http://host:port} or {@code https://host:port}
 * @param ca path of certificates, PEM, that an https server's may come from beside those that Java trusts; empty for none
 * @param login who asks
 */
public record Endpoint(String url, String ca, Login login) {
    /** One that asks for nothing. */
    public static Endpoint open(String url) {
        return new Endpoint(url, "", new Login.None());
    }

    /** The address. */
    @Override
    public String toString() {
        return url;
    }
}
