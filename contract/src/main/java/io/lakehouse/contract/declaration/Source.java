package io.lakehouse.contract.declaration;

/** The database that a pipeline captures. */
public sealed interface Source {
    /** The database's name. */
    String database();

    /**
     * A database in the platform's own PostgreSQL, which the platform creates.
     *
     * @param database the database's name
     * @param setup path of an SQL file that makes the declared tables when they are missing, relative to the
     *     declaration's file; empty for none
     */
    record Embedded(String database, String setup) implements Source {
        /** Refuses a database without a name. */
        public Embedded {
            Names.identifier("database", database);
        }
    }

    /**
     * A database that the user runs. The platform makes a slot and a publication in it, nothing else.
     *
     * @param host host name or address
     * @param port TCP port
     * @param database the database's name
     * @param user the role that captures
     * @param password where the role's password is kept
     * @param tls how the connections to it are encrypted
     */
    record External(String host, int port, String database, String user, SecretReference password, DatabaseTls tls)
            implements Source {
        /** A database whose connections are encrypted when it can. */
        public External(String host, int port, String database, String user, SecretReference password) {
            this(host, port, database, user, password, DatabaseTls.DEFAULT);
        }

        /** Refuses an address that cannot be. */
        public External {
            if (host.isBlank()) {
                throw new InvalidDeclarationException("host", "expected a host name or an address");
            }
            if (port < 1 || port > 65535) {
                throw new InvalidDeclarationException("port", "expected a port within 1 and 65535, found " + port);
            }
            Names.identifier("database", database);
            Names.identifier("user", user);
        }
    }
}
