package org.convspark.data.pictures;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.data.ImageShape;

/**
 * Images to predict, of whatever source.
 *
 * @param name how the terminal names them
 * @param shape of every image
 * @param count how many there are, where that is known without reading them
 * @param rows with a column {@code image} of binary, pixels as in a prepared dataset, and {@code
 *     id} or {@code path}, and {@code label}, and others where the source has them
 */
public record Images(String name, ImageShape shape, Optional<Long> count, Dataset<Row> rows) {}
