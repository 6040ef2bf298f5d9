package org.convspark.storage.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/** The file {@code .NAME.lease} beside an output. */
final class LeaseFile {
  /** An owner has some hundred bytes. */
  private static final int MAX_BYTES = 1 << 16;

  private final Location location;

  private LeaseFile(Location location) {
    this.location = location;
  }

  static LeaseFile of(Location target) {
    return new LeaseFile(target.sibling("." + target.name() + ".lease").orElseThrow());
  }

  /** Returns what it says, empty while it is written; nothing if it isn't there. */
  Optional<String> text() {
    try {
      return Optional.of(
          new String(location.readAtMost(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8));
    } catch (InputException e) {
      if (!location.exists()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns the other owner whose the lease is by what it says. It may say nothing: who renews a
   * lease while the disk is full leaves the file empty.
   */
  static Optional<Owner> another(String text, Owner owner) {
    return Owner.parse(text).filter(it -> !it.id().equals(owner.id()));
  }

  /** Returns whether it says that the lease is this owner's, at whatever beat. */
  boolean isOf(Owner owner) {
    return text().flatMap(Owner::parse).filter(it -> it.id().equals(owner.id())).isPresent();
  }

  /**
   * Writes it if it isn't there.
   *
   * @return whether it was written; of several processes by one alone where {@link #hasOneCreator}
   */
  boolean create(Owner owner) throws IOException {
    return location.writeNew(owner.text());
  }

  /** Returns whether its file system lets only one of several processes create it. */
  boolean hasOneCreator() {
    return location.hasOneCreator();
  }

  void write(Owner owner) {
    location.write(owner.text());
  }

  void delete() {
    location.delete();
  }

  /** Returns its name. */
  @Override
  public String toString() {
    return location.name();
  }
}
