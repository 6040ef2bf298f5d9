package org.convspark.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.convspark.data.SplitMix64;

/**
 * How people write the ten digits: for each, several forms, as the knots that the pen passes.
 *
 * <p>A form is a string: knots {@code x,y} in the order of writing, x to the right and y down, the
 * height of a digit being about 100; {@code !} after a knot makes it a corner, elsewhere the pen
 * goes through it smoothly; {@code ;} lifts the pen. The number in front says how often the form is
 * used, relative to the digit's other forms.
 */
final class DigitStrokes {
  static final int DIGITS = 10;

  private static final String[][] FORMS = {
    {
      "5 | 46,2 24,4 6,28 2,58 12,90 34,100 56,86 66,54 58,18 40,1 28,6",
      "3 | 52,4 22,6 2,34 4,74 32,99 66,92 88,60 80,22 54,4",
      "3 | 34,0 14,14 4,50 10,86 24,100 40,84 46,48 38,12 26,0",
      "2 | 28,6 50,2 68,26 68,66 48,98 20,96 4,68 6,30 26,8 46,10",
      "1 | 46,2 20,6 4,36 6,76 32,100 58,86 66,50 56,14 40,1; 66,6 2,94"
    },
    {
      "6 | 10,0 9,50 8,100",
      "2 | 6,0 12,50 12,100",
      "3 | 0,24 22,0! 22,50 21,100",
      "2 | 0,22 22,0! 22,100; 0,100 44,99",
      "1 | 16,0 16,100; 0,99 34,100"
    },
    {
      "4 | 4,26 20,5 44,3 57,22 48,48 24,78 2,98! 30,95 66,97",
      "3 | 4,22 22,3 48,4 56,26 42,58 20,90 4,96 3,84 16,78 36,90 52,98 72,90",
      "2 | 6,10 34,0 58,10 54,36 28,70 0,99! 36,97 64,99",
      "1 | 2,30 8,10 32,0 56,16 52,44 26,80 4,94 26,90 48,100 70,88"
    },
    {
      "4 | 4,14 26,1 50,9 49,32 22,47! 52,58 57,82 32,100 2,88",
      "3 | 5,12 28,0 52,14 44,38 22,47 28,44 52,58 54,84 28,100 0,88",
      "2 | 4,4! 54,2! 24,40! 50,48 58,74 38,99 2,92",
      "2 | 2,18 16,2 42,2 50,22 34,42 16,46! 40,50 50,72 38,96 10,100 0,84"
    },
    {
      "3 | 10,2 2,54! 66,51; 48,12 46,100",
      "3 | 66,64 0,66! 47,0! 46,52 44,100",
      "2 | 6,4 5,38 20,55 44,48 56,4! 53,50 46,100",
      "2 | 18,0 2,50! 30,50 64,46; 56,4 42,50 34,100"
    },
    {
      "3 | 12,3! 6,44! 30,36 54,50 58,76 36,99 2,92; 12,3 62,0",
      "3 | 64,2 16,4! 8,45! 32,37 56,55 54,84 28,100 0,90",
      "2 | 62,4 30,2 11,20 20,40 46,54 52,82 26,100 0,90",
      "1 | 56,0 22,4! 10,42! 36,44 50,62 42,88 6,100"
    },
    {
      "3 | 46,0 18,28 4,62 10,92 34,100 56,84 54,62 32,53 10,68",
      "3 | 38,0 12,40 2,74 16,98 40,97 50,78 38,60 18,62 4,76",
      "2 | 58,10 40,0 16,18 2,58 12,94 38,100 58,80 48,58 24,56 6,72",
      "1 | 8,0 4,40 6,82 28,100 52,86 48,62 26,56 8,70"
    },
    {
      "4 | 2,5! 60,2! 42,46 28,100",
      "3 | 2,6! 62,3! 40,50 26,100; 12,54 62,48",
      "2 | 3,24 5,5! 60,2! 34,56 28,100",
      "2 | 0,12 22,4 58,6! 48,34 30,66 27,100"
    },
    {
      "4 | 52,14 30,0 9,14 18,38 46,57 55,80 32,100 6,84 14,60 42,38 54,16 42,4",
      "2 | 30,48 8,32 14,6 38,0 54,18 46,38 28,49 6,66 8,92 32,100 55,88 52,64 30,48",
      "2 | 46,2 20,4 8,22 26,44 46,62 44,90 20,100 4,84 14,60 36,42 54,20 58,6",
      "1 | 30,0 10,18 24,42 48,62 48,90 26,100 6,86 16,58 40,38 48,14 30,0"
    },
    {
      "3 | 54,12 30,0 6,15 7,40 28,50 50,34 54,12! 53,55 48,100",
      "3 | 54,14 30,0 6,16 8,42 30,50 52,32 54,14! 56,60 44,94 20,100 4,90",
      "2 | 50,8 24,2 4,24 14,46 38,40 52,14! 42,58 26,100",
      "1 | 52,26 40,4 16,4 4,26 18,46 44,38 52,18 56,50 54,100"
    }
  };

  /** One stroke: its knots, and which of them are corners. */
  @SuppressWarnings("ArrayRecordComponent")
  record Stroke(double[] x, double[] y, boolean[] corner) {}

  private record Form(int weight, List<Stroke> strokes) {}

  private static final List<List<Form>> PARSED = parse();

  private DigitStrokes() {}

  /** Chooses one of the digit's forms by their weights and returns its strokes. */
  static List<Stroke> choose(int digit, SplitMix64 random) {
    List<Form> forms = PARSED.get(digit);
    int total = 0;
    for (Form form : forms) {
      total += form.weight();
    }
    int ticket = random.nextInt(total);
    int chosen = 0;
    while (ticket >= forms.get(chosen).weight()) {
      ticket -= forms.get(chosen).weight();
      chosen++;
    }
    return forms.get(chosen).strokes();
  }

  private static List<List<Form>> parse() {
    List<List<Form>> digits = new ArrayList<>();
    for (String[] forms : FORMS) {
      List<Form> parsed = new ArrayList<>();
      for (String form : forms) {
        String[] weightAndStrokes = form.split(" \\| ");
        List<Stroke> strokes = new ArrayList<>();
        for (String stroke : weightAndStrokes[1].split("; ")) {
          strokes.add(parseStroke(stroke.split(" ")));
        }
        parsed.add(new Form(Integer.parseInt(weightAndStrokes[0]), List.copyOf(strokes)));
      }
      digits.add(List.copyOf(parsed));
    }
    return List.copyOf(digits);
  }

  private static Stroke parseStroke(String[] knots) {
    Stroke stroke =
        new Stroke(new double[knots.length], new double[knots.length], new boolean[knots.length]);
    for (int i = 0; i < knots.length; i++) {
      stroke.corner()[i] = knots[i].endsWith("!");
      String[] xAndY = knots[i].replace("!", "").split(",");
      stroke.x()[i] = Double.parseDouble(xAndY[0]);
      stroke.y()[i] = Double.parseDouble(xAndY[1]);
    }
    return stroke;
  }
}
