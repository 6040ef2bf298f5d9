package org.convspark.data.pictures;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.data.ImageShape;

/**
 * Images to predict, whatever their source.
 *
 * @param name what the terminal calls them
 * @param shape of every image
 * @param count number of images, where it is known without reading them
 * @param rows with a column {@code image} of binary, pixels as in a prepared dataset, and, where
 *     the source has them, {@code id} or {@code path}, {@code label} and others
 */
public record Images(String name, ImageShape shape, Optional<Long> count, Dataset<Row> rows) {}
