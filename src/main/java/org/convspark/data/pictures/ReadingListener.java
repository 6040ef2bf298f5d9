package org.convspark.data.pictures;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Hears of damage that Java's decoders take lightly: JPEG's fills up what is missing with grey and
 * only warns, GIF's leaves it black and says nothing but how far it came.
 */
final class ReadingListener implements IIOReadWarningListener, IIOReadProgressListener {
  /** The words of libjpeg and of Java's readers. */
  private static final Pattern DAMAGE =
      Pattern.compile("Corrupt|Premature|Truncated|Inconsistent|Invalid SOS|Out-of-sequence");

  /** Cameras fill up the end of the pixels; a few bytes there are no damage. */
  private static final Pattern FILLING =
      Pattern.compile("Corrupt JPEG data: (\\d{1,2}) extraneous bytes before marker 0xd9.*");

  private static final int MOST_FILLING = 16;

  private String damage;
  private float progress;

  /**
   * Ends in an error where the picture wasn't whole.
   *
   * @param everyRow whether the decoder tells of every row
   */
  void checkWhole(boolean everyRow) throws IIOException {
    if (damage != null) {
      throw new IIOException(damage);
    }
    if (everyRow && progress < 100) {
      throw new IIOException("its last rows are missing");
    }
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    Matcher filling = FILLING.matcher(warning);
    boolean harmless = filling.matches() && Integer.parseInt(filling.group(1)) <= MOST_FILLING;
    if (damage == null && !harmless && DAMAGE.matcher(warning).find()) {
      damage = warning;
    }
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    progress = percentageDone;
  }

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
