package org.convspark.data;

import java.util.List;

/** Another dataset with something changed; what isn't said here is as it is there. */
public abstract class DatasetView implements ImageDataset {
  protected final ImageDataset source;
  private final DatasetInfo info;

  /**
   * Looks at a dataset.
   *
   * @param info what is known of it as it is seen here
   */
  protected DatasetView(ImageDataset source, DatasetInfo info) {
    this.source = source;
    this.info = info;
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public boolean weighted() {
    return source.weighted();
  }

  @Override
  public boolean prepared() {
    return source.prepared();
  }

  @Override
  public List<BadImage> badImages() {
    return source.badImages();
  }

  @Override
  public List<String> remarks() {
    return source.remarks();
  }

  @Override
  public void close() {
    source.close();
  }
}
