package org.convspark.submit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process really listens on, by IPv4 and IPv6, as Linux tells. */
public final class ListeningSockets {
  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** The addresses and ports of a process and all that it has started. */
  public static List<InetSocketAddress> of(ProcessHandle process) throws IOException {
    List<InetSocketAddress> all = new ArrayList<>();
    for (ProcessHandle each :
        Stream.concat(Stream.of(process), process.descendants())
            .filter(p -> p.isAlive())
            .toList()) {
      all.addAll(of(Path.of("/proc", Long.toString(each.pid()))));
    }
    return all;
  }

  private static List<InetSocketAddress> of(Path process) throws IOException {
    Set<String> own = openFiles(process.resolve("fd"));
    if (own.isEmpty()) {
      // It has ended, and its parent hasn't looked.
      return List.of();
    }
    List<InetSocketAddress> all = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        // sl, local_address, rem_address, st, queues, tr, retrnsmt, uid, timeout, inode
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals(LISTEN) && own.contains("socket:[" + columns[9] + "]")) {
          all.add(address(columns[1]));
        }
      }
    }
    return all;
  }

  private static Set<String> openFiles(Path descriptors) throws IOException {
    try (Stream<Path> files = Files.list(descriptors)) {
      return files.map(ListeningSockets::target).collect(Collectors.toSet());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // Closed since.
      return "";
    }
  }

  /** Four bytes at a time, the last of them first. */
  private static InetSocketAddress address(String text) throws IOException {
    String[] parts = text.split(":");
    byte[] given = HexFormat.of().parseHex(parts[0]);
    byte[] bytes = new byte[given.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = given[i - i % 4 + 3 - i % 4];
    }
    return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
  }
}
