package org.convspark.data.preprocessing;

import java.util.List;

/**
 * A picture as the network takes it, and what was seen on the way.
 *
 * @param image unsigned bytes, row-major, channel by channel
 * @param blank whether there is no ink in it, so that no class can be told
 * @param remarks for people: what was found and changed, each a few words
 */
@SuppressWarnings("ArrayRecordComponent")
public record PreprocessedPicture(byte[] image, boolean blank, List<String> remarks) {
  /** The column of a table that holds the remarks; null for none. */
  public static final String REMARK = "remark";

  /** Returns what that column holds: the remarks in one text, or null for none. */
  public String remark() {
    return remarks.isEmpty() ? null : String.join("; ", remarks);
  }
}
