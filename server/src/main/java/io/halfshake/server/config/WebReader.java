package io.halfshake.server.config;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.config.ReferencedFiles.Content;
import io.halfshake.server.web.Credentials;
import io.halfshake.server.web.PasswordHash;
import io.halfshake.server.web.TlsCertificate;
import io.halfshake.server.web.WebSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code web}: where HTTP is served, who may read it, and whether it is encrypted. */
final class WebReader {
    static final List<String> KEYS = List.of("address", "port", "auth", "tls");
    static final List<String> AUTH_KEYS = List.of("user", "password", "password-hash", "token", "without-tls");
    static final List<String> TLS_KEYS = List.of("certificate", "key");

    private static final String DEFAULT_ADDRESS = "127.0.0.1";
    private static final int DEFAULT_PORT = 9515;
    private static final int MAX_PEM_BYTES = 262_144;

    private static final String USER_RULE = "1 to 100 visible characters without a colon";
    private static final Pattern USER = Pattern.compile("[^\\p{C}:]{1,100}");
    private static final String PASSWORD_RULE = "8 to 200 visible characters";
    private static final Pattern PASSWORD = Pattern.compile("\\P{C}{8,200}");

    /** As RFC 6750 has it. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,1000}=*");

    private static final String TOKEN_RULE = "16 to 1000 letters, digits and characters of -._~+/";

    private final ReadContext context;
    private final SecretReader secrets;
    private final ReferencedFiles files;

    WebReader(ReadContext context, SecretReader secrets, ReferencedFiles files) {
        this.context = context;
        this.secrets = secrets;
        this.files = files;
    }

    /** With the defaults for what is not there. */
    WebConfig read(@Nullable YamlNode node) {
        Section section = node == null ? null : Section.open(node, "web", KEYS, context);
        InetAddress given = section == null ? null : section.value("address", ValueParsers::address);
        InetAddress address = given == null ? ValueParsers.address("web.address", DEFAULT_ADDRESS) : given;
        Integer port = section == null ? null : section.value("port", ValueParsers::port);
        return new WebConfig(
                new InetSocketAddress(address, port == null ? DEFAULT_PORT : port),
                section == null ? WebSecurity.NONE : security(section, address));
    }

    private WebSecurity security(Section web, InetAddress address) {
        YamlNode tls = web.node("tls");
        TlsCertificate certificate = tls == null ? null : certificate(tls, web.path("tls"));
        YamlNode node = web.node("auth");
        Section auth = node == null ? null : secrets.open(node, web.path("auth"));
        if (auth == null) {
            return new WebSecurity(null, certificate);
        }
        auth.requireOnly(AUTH_KEYS);
        Boolean withoutTls = auth.value("without-tls", ValueParsers::flag);
        if (tls == null && !address.isLoopbackAddress() && (withoutTls == null || !withoutTls)) {
            context.problems()
                    .error(
                            auth.position(),
                            auth.path(),
                            "on " + address.getHostAddress() + " without encryption (expected web.tls, a loopback"
                                    + " address, or without-tls: true)");
        }
        return new WebSecurity(credentials(auth), certificate);
    }

    /** Null if something is wrong, which is then among the problems. */
    private @Nullable Credentials credentials(Section section) {
        Secret token =
                secrets.value(section, "token", text -> TOKEN.matcher(text).matches(), TOKEN_RULE);
        boolean password = section.has("password");
        boolean hash = section.has("password-hash");
        if (!password && !hash && !section.has("user")) {
            secrets.requireKey(section, "token", "a token, or a user and a password");
            return token == null ? null : Credentials.token(token.value());
        }
        if (password && hash) {
            context.problems()
                    .error(
                            section.position("password-hash"),
                            section.path("password-hash"),
                            "a second password (expected password or password-hash)");
        }
        Credentials login = login(section, hash);
        return login == null || token == null ? login : login.withToken(token.value());
    }

    private @Nullable Credentials login(Section section, boolean hashed) {
        Secret user =
                secrets.required(section, "user", text -> USER.matcher(text).matches(), USER_RULE);
        if (hashed) {
            Secret hash = secrets.value(
                    section, "password-hash", text -> PasswordHash.parse(text) != null, PasswordHash.RULE);
            PasswordHash parsed = hash == null ? null : PasswordHash.parse(hash.value());
            return user == null || parsed == null ? null : Credentials.hashed(user.value(), parsed);
        }
        Secret password = secrets.required(
                section, "password", text -> PASSWORD.matcher(text).matches(), PASSWORD_RULE);
        return user == null || password == null ? null : Credentials.password(user.value(), password.value());
    }

    /** Null if something is wrong, which is then among the problems. */
    private @Nullable TlsCertificate certificate(YamlNode node, String path) {
        if (node instanceof YamlNode.Scalar scalar && isPem(scalar.text())) {
            context.problems().error(node.position(), path, "a text (expected a map)");
            return null;
        }
        Section section = Section.open(node, path, TLS_KEYS, context);
        if (section == null) {
            return null;
        }
        Content certificates = section.required("certificate", this::file);
        Content key = section.required("key", this::file);
        List<X509Certificate> chain = certificates == null ? null : chain(section, certificates.text());
        if (key == null) {
            return null;
        }
        if (section.node("key") instanceof YamlNode.Scalar name) {
            secrets.warnIfReadableByOthers(key, name.text(), name.position(), section.path("key"));
        }
        return chain == null ? null : certificate(section, chain, key.text());
    }

    private @Nullable List<X509Certificate> chain(Section section, String pem) {
        return parse(section, "certificate", () -> TlsCertificate.chain(pem));
    }

    private @Nullable TlsCertificate certificate(Section section, List<X509Certificate> chain, String pem) {
        return parse(section, "key", () -> TlsCertificate.of(chain, pem));
    }

    private Content file(String path, String text) {
        if (isPem(text)) {
            throw new IllegalArgumentException(path + ": " + Secret.HIDDEN + " (expected the name of a file)");
        }
        return files.read(path, text, text, MAX_PEM_BYTES);
    }

    /** The key itself where its file belongs: no error may show it, as it would the name. */
    private static boolean isPem(String text) {
        return text.contains("-----") || text.indexOf('\n') >= 0;
    }

    private <T> @Nullable T parse(Section section, String key, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            context.problems().error(section.position(key), section.path(key), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
