package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.LakeCredentials;
import io.lakehouse.platform.config.DeclaredLogin;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.SecretReader;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lake.S3Credentials;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.PostgresCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Addresses together with the credentials that open them, read where they are kept. */
public final class SourceAccess {
    private final Blueprint blueprint;
    private final SecretReader secrets = SecretReader.ofProcess();

    /** The access that a blueprint's settings and pipelines name. */
    public SourceAccess(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /** The source of a pipeline. */
    public DatabaseAddress source(DeclaredPipeline declared) {
        return source(declared.pipeline().source(), declared.file());
    }

    /**
     * A source.
     *
     * @param declaration the file that declares it, in whose folder the path of a secret starts
     */
    public DatabaseAddress source(Source source, Path declaration) {
        if (source instanceof Source.External external) {
            return new DatabaseAddress(
                    external.host(),
                    external.port(),
                    external.database(),
                    external.user(),
                    secrets.resolve(external.password(), declaration),
                    absolute(external.tls(), declaration));
        }
        return platformDatabase(source.database());
    }

    private static DatabaseTls absolute(DatabaseTls tls, Path declaration) {
        if (tls.ca().isEmpty()) {
            return tls;
        }
        var file = declaration.toAbsolutePath().resolveSibling(tls.ca()).normalize();
        if (!Files.isReadable(file)) {
            throw new Failure(declaration + ": the certificates " + file
                    + " cannot be read: put those there that the server's certificate comes from, PEM");
        }
        return new DatabaseTls(tls.mode(), file.toString());
    }

    /** The options of a pipeline's connector that are secrets, by name. */
    public Map<String, String> captureSecrets(DeclaredPipeline declared) {
        var values = new HashMap<String, String>();
        declared.pipeline()
                .capture()
                .secrets()
                .keySet()
                .forEach(name -> values.put(name, captureSecret(declared, name)));
        return values;
    }

    /** One of them. */
    public String captureSecret(DeclaredPipeline declared, String name) {
        return secrets.resolve(declared.pipeline().capture().secrets().get(name), declared.file());
    }

    /** The database in which is kept who schedules batches, and when. */
    public DatabaseAddress orchestration() {
        return platformDatabase(Engines.ORCHESTRATION_DATABASE);
    }

    /** A database in the platform's own PostgreSQL. */
    public DatabaseAddress platformDatabase(String database) {
        var addresses = blueprint.addresses();
        var external = blueprint.settings().postgres();
        if (external != null) {
            return new DatabaseAddress(
                    external.host(),
                    external.port(),
                    database,
                    external.user(),
                    secrets.resolve(external.password(), blueprint.settings().file()),
                    absolute(external.tls(), blueprint.settings().file()));
        }
        var credentials = PostgresCredentials.of(blueprint.home());
        return new DatabaseAddress(
                addresses.postgresHost(),
                addresses.postgresPort(),
                database,
                credentials.user(),
                credentials.password());
    }

    /** The lake, as the jobs are told, its keys in the file that they read. */
    public LakeAddress lake() {
        s3Credentials();
        return blueprint.lake();
    }

    /** The keys of the S3 store, in the file that jobs read too, where the login to Nessie stands beside them. */
    public S3Credentials s3Credentials() {
        var file = blueprint.s3CredentialsFile();
        var settings = blueprint.settings();
        var external = settings.s3();
        var keys = external == null
                ? S3Credentials.inFile(file)
                : new S3Credentials(
                        secrets.resolve(external.accessKey(), settings.file()),
                        secrets.resolve(external.secretKey(), settings.file()));
        var login = nessieLogin();
        if (external != null || !login.isEmpty() || hasNessieLogin()) {
            keys.write(file, login);
        }
        return keys;
    }

    /** The password or the token that is shown to Nessie. */
    String nessieSecret(DeclaredLogin login) {
        return secrets.resolve(login.secret(), blueprint.settings().file());
    }

    private Map<String, String> nessieLogin() {
        var nessie = blueprint.settings().nessie();
        var login = nessie == null ? null : nessie.login();
        if (login == null) {
            return Map.of();
        }
        var secret = nessieSecret(login);
        return login.user().isEmpty() ? LakeCredentials.bearer(secret) : LakeCredentials.basic(login.user(), secret);
    }

    /** One that is declared no more may still stand in the file. */
    private boolean hasNessieLogin() {
        return !LakeCredentials.of(blueprint.lake()).catalogue().isEmpty();
    }
}
