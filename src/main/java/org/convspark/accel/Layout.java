package org.convspark.accel;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Feature maps whose shape is {@code [n, channels, height, width]} to DL4J while their memory is
 * {@code [n, height, width, channels]}: a permuted view, no copy.
 */
final class Layout {
  private Layout() {}

  /**
   * The memory's own view {@code [n, height, width, channels]}, contiguous in c order. Without a
   * copy where the array came from {@link #channelsFirst} or has a single channel.
   *
   * <p>A copy lies in the workspace of {@code type}. What backpropagation is to find again must be
   * {@link ArrayType#ACTIVATIONS}: working memory is used anew by the next layer.
   *
   * @param maps {@code [n, channels, height, width]} of any strides
   */
  static INDArray channelsLast(INDArray maps, ArrayType type, LayerWorkspaceMgr workspaces) {
    if (maps.size(1) == 1 && isContiguous(maps)) {
      return maps.reshape('c', maps.size(0), maps.size(2), maps.size(3), 1);
    }
    INDArray view = maps.permute(0, 2, 3, 1);
    return isContiguous(view) ? view : workspaces.dup(type, view, 'c');
  }

  /** The same memory under the shape that DL4J's layers expect. */
  static INDArray channelsFirst(INDArray channelsLast) {
    INDArray view = channelsLast.permute(0, 3, 1, 2);
    return view.offset() == 0 ? new MapsView(view) : view;
  }

  /** Whether the memory of {@code maps}, {@code [n, channels, height, width]}, is in our order. */
  static boolean isChannelsLast(INDArray maps) {
    return maps.rank() == 4 && isContiguous(maps.permute(0, 2, 3, 1));
  }

  private static boolean isContiguous(INDArray array) {
    long stride = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != stride) {
        return false;
      }
      stride *= array.size(i);
    }
    return true;
  }
}
