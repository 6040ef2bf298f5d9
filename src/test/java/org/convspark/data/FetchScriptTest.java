package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs data-prep/fetch.sh as a user would, against a server and checksums of its own. */
@DisabledOnOs(OS.WINDOWS)
class FetchScriptTest {
  private static final List<String> NAMES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  /** What the server does with a request for a whole file. */
  private enum Mirror {
    GOOD,
    EMPTY,
    WRONG,
    CUT
  }

  private record Run(int exit, String output) {}

  @TempDir private Path directory;
  private final Map<String, byte[]> plain = new TreeMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Path target;

  @BeforeEach
  void serve() throws Exception {
    target = directory.resolve("target");
    StringBuilder sums = new StringBuilder();
    for (String name : NAMES) {
      byte[] content = new byte[5_000];
      new Random(name.hashCode()).nextBytes(content);
      plain.put(name, content);
      String digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      sums.append(digest).append("  mnist/").append(name).append('\n');
    }
    Files.writeString(directory.resolve("SUMS"), sums);

    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (Mirror mirror : Mirror.values()) {
      server.createContext("/" + mirror, exchange -> answer(mirror, exchange));
    }
    server.start();
  }

  @AfterEach
  void stopServing() {
    server.stop(0);
  }

  @Test
  void downloadsAndChecks() throws Exception {
    Run run = fetch(url(Mirror.GOOD), "mnist");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).isEqualTo(target + ": mnist is complete and checked\n");
    assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(compressed());
    for (String name : NAMES) {
      assertThat(target.resolve(name + ".gz")).hasBinaryContent(gzip(plain.get(name)));
    }
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    fetch(url(Mirror.GOOD), "mnist");
    requests.clear();

    Run run = fetch(url(Mirror.GOOD), "mnist");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).isEqualTo(target + ": mnist is there already, and whole\n");
    assertThat(requests).isEmpty();
  }

  @Test
  void onlyWhatIsMissingIsFetched() throws Exception {
    fetch(url(Mirror.GOOD), "mnist");
    Files.delete(target.resolve("t10k-labels-idx1-ubyte.gz"));
    requests.clear();

    assertThat(fetch(url(Mirror.GOOD), "mnist").exit()).isZero();

    assertThat(requests).containsExactly("/GOOD/t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void theSecondMirrorStepsInForAnEmptyOrAWrongOne() throws Exception {
    for (Mirror first : List.of(Mirror.EMPTY, Mirror.WRONG)) {
      target = directory.resolve("after-" + first);
      Run run = fetch(url(first) + " " + url(Mirror.GOOD), "mnist");

      assertThat(run.exit()).as(run.output()).isZero();
      assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(compressed());
    }
  }

  @Test
  void aWrongChecksumNamesTheFileAndLeavesNothing() throws Exception {
    Run run = fetch(url(Mirror.WRONG), "mnist");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output())
        .contains("train-images-idx3-ubyte: SHA-256 of the uncompressed bytes is ")
        .contains(", expected " + sha256("train-images-idx3-ubyte"))
        .endsWith("data-prep/fetch.sh mnist --from DIR\n")
        .hasLineCount(2);
    assertThat(inTarget()).isEmpty();
  }

  @Test
  void aCutDownloadIsResumed() throws Exception {
    Run run = fetch(url(Mirror.CUT), "mnist");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(compressed());
    assertThat(requests).contains("/CUT/train-images-idx3-ubyte.gz bytes=2500-");
  }

  @Test
  void aLaterRunResumesWhatAnEarlierOneLeft() throws Exception {
    // No retries: the first run ends with half a file.
    Run cut = run(Map.of("CONVSPARK_MIRRORS", url(Mirror.CUT), "CONVSPARK_RETRIES", "0"), "mnist");
    assertThat(cut.exit()).isEqualTo(2);
    assertThat(inTarget()).singleElement().asString().matches("\\.train-images.*\\.part");

    Run unreachable =
        run(Map.of("CONVSPARK_MIRRORS", url(Mirror.EMPTY), "CONVSPARK_RETRIES", "0"), "mnist");
    assertThat(unreachable.exit()).isEqualTo(2);
    requests.clear();

    Run resumed = fetch(url(Mirror.CUT), "mnist");
    assertThat(resumed.exit()).as(resumed.output()).isZero();
    assertThat(requests).first().isEqualTo("/CUT/train-images-idx3-ubyte.gz bytes=2500-");
    assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(compressed());
  }

  @Test
  void aPartThatDoesNotFitIsDroppedAndFetchedAnew() throws Exception {
    run(Map.of("CONVSPARK_MIRRORS", url(Mirror.CUT), "CONVSPARK_RETRIES", "0"), "mnist");
    Path part = target.resolve(inTarget().get(0));
    for (int size : new int[] {100, 9_000}) {
      Files.write(part, new byte[size]);

      Run run = fetch(url(Mirror.CUT), "mnist");

      assertThat(run.exit()).as(run.output()).isZero();
      assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(compressed());
      Files.delete(target.resolve("train-images-idx3-ubyte.gz"));
    }
  }

  @Test
  void anUnreachableMirrorEndsSoonWithTheWayOut() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    Run run = fetch("http://127.0.0.1:" + closedPort, "mnist");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output())
        .contains("http://127.0.0.1:" + closedPort)
        .endsWith("data-prep/fetch.sh mnist --from DIR\n")
        .hasLineCount(2);
    assertThat(inTarget()).isEmpty();
  }

  @Test
  void fromTakesPlainAndCompressedFilesAsTheyAre() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.write(source.resolve(NAMES.get(0)), plain.get(NAMES.get(0)));
    for (String name : NAMES.subList(1, 4)) {
      Files.write(source.resolve(name + ".gz"), gzip(plain.get(name)));
    }

    Run run = fetch(url(Mirror.GOOD), "mnist", "--from", source.toString());

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(requests).isEmpty();
    List<String> expected = new ArrayList<>(compressed().subList(1, 4));
    expected.add(NAMES.get(0));
    assertThat(inTarget()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void fromNamesAMissingOrDamagedFile() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    for (String name : NAMES.subList(0, 3)) {
      Files.write(source.resolve(name), plain.get(name));
    }
    Run missing = fetch("", "mnist", "--from", source.toString());
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.output())
        .startsWith(source + ": neither t10k-labels-idx1-ubyte.gz nor t10k-labels-idx1-ubyte is");

    Files.write(source.resolve(NAMES.get(3) + ".gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    Run damaged = fetch("", "mnist", "--from", source.toString());
    assertThat(damaged.exit()).isEqualTo(2);
    assertThat(damaged.output())
        .startsWith(source.resolve(NAMES.get(3)) + ".gz: SHA-256 of the uncompressed bytes is ")
        .contains(", expected " + sha256(NAMES.get(3)));
    assertThat(inTarget()).doesNotContain(NAMES.get(3), NAMES.get(3) + ".gz");
  }

  @Test
  void aWrongFileOfTheUsersIsNamedAndNotTouched() throws Exception {
    Files.createDirectory(target);
    Path theirs = Files.writeString(target.resolve(NAMES.get(0)), "mine");

    Run run = fetch(url(Mirror.GOOD), "mnist");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).startsWith(theirs + ": SHA-256 of the uncompressed bytes is ");
    assertThat(theirs).hasContent("mine");
  }

  @Test
  void wrongUsageIsExplained() throws Exception {
    assertThat(fetch("", "minst"))
        .isEqualTo(
            new Run(
                1,
                "minst: given, mnist or fashion-mnist, --from DIR, --to DIR or --help expected;"
                    + " see data-prep/fetch.sh --help\n"));
    assertThat(fetch("", "mnist", "--from").exit()).isEqualTo(1);
    assertThat(fetch("").exit()).isEqualTo(1);
    assertThat(fetch("", "--help").exit()).isZero();
  }

  private void answer(Mirror mirror, HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? path : path + " " + range);
      String name = path.replaceAll(".*/|\\.gz$", "");
      if (mirror == Mirror.EMPTY) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = gzip(mirror == Mirror.WRONG ? new byte[100] : plain.get(name));
      if (range != null) {
        int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
        if (from >= body.length) {
          exchange.getResponseHeaders().set("Content-Range", "bytes */" + body.length);
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
        body = Arrays.copyOfRange(body, from, body.length);
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
      int sent = mirror == Mirror.CUT && range == null ? 2_500 : body.length;
      exchange.getResponseBody().write(body, 0, sent);
      exchange.getResponseBody().flush();
    }
  }

  private String url(Mirror mirror) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + mirror;
  }

  private Run fetch(String mirrors, String... arguments) throws Exception {
    return run(Map.of("CONVSPARK_MIRRORS", mirrors, "CONVSPARK_RETRIES", "1"), arguments);
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "data-prep/fetch.sh"));
    command.addAll(List.of(arguments));
    if (arguments.length > 0 && !arguments[arguments.length - 1].startsWith("--")) {
      command.addAll(List.of("--to", target.toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("CONVSPARK_SHA256SUMS", directory.resolve("SUMS").toString());
    builder.environment().put("no_proxy", "*");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }

  private List<String> inTarget() throws IOException {
    try (Stream<Path> paths = Files.list(target)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static List<String> compressed() {
    return NAMES.stream().map(name -> name + ".gz").toList();
  }

  private String sha256(String name) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(plain.get(name)));
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
