package org.convspark.data.pictures;

import java.util.List;
import org.convspark.data.preprocessing.Picture;

/**
 * What became of a file.
 *
 * @param picture upright, grey where the file is
 * @param remarks what was decided for want of a word in the file, each a short clause; mostly none
 */
public record DecodedPicture(Picture picture, List<String> remarks) {
  public DecodedPicture {
    remarks = List.copyOf(remarks);
  }
}
