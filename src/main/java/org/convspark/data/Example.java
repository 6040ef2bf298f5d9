package org.convspark.data;

import java.io.Serializable;

/**
 * One labelled image.
 *
 * @param id its place in the source, from 0; unique within a split
 * @param label its class, 0 to classes - 1
 * @param image {@code channels * height * width} unsigned bytes: row-major, channel by channel
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(long id, int label, byte[] image) implements Serializable {}
