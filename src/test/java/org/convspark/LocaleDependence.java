package org.convspark;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.ChoiceFormat;
import java.text.Collator;
import java.text.DateFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Calendar;
import java.util.Formatter;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/** Calls of the JDK, and references to it, that read or write as the default locale does. */
final class LocaleDependence {
  private static final String CONSTRUCTOR = "<init>";
  private static final Set<String> FORMAT = Set.of("format", "printf");

  private static final Map<String, Set<String>> METHODS =
      Map.ofEntries(
          Map.entry(
              String.class.getName(), Set.of("format", "formatted", "toLowerCase", "toUpperCase")),
          Map.entry(PrintStream.class.getName(), FORMAT),
          Map.entry(PrintWriter.class.getName(), FORMAT),
          Map.entry(Console.class.getName(), FORMAT),
          Map.entry(Formatter.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(Scanner.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(DecimalFormat.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(DecimalFormatSymbols.class.getName(), Set.of(CONSTRUCTOR, "getInstance")),
          Map.entry(
              NumberFormat.class.getName(),
              Set.of(
                  "getInstance",
                  "getNumberInstance",
                  "getIntegerInstance",
                  "getPercentInstance",
                  "getCompactNumberInstance",
                  "getCurrencyInstance")),
          Map.entry(ChoiceFormat.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(MessageFormat.class.getName(), Set.of(CONSTRUCTOR, "format")),
          Map.entry(SimpleDateFormat.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(
              DateFormat.class.getName(),
              Set.of("getInstance", "getDateInstance", "getTimeInstance", "getDateTimeInstance")),
          Map.entry(
              DateTimeFormatter.class.getName(),
              Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
          Map.entry(DateTimeFormatterBuilder.class.getName(), Set.of("toFormatter")),
          Map.entry(Calendar.class.getName(), Set.of("getInstance")),
          Map.entry(GregorianCalendar.class.getName(), Set.of(CONSTRUCTOR)),
          Map.entry(Collator.class.getName(), Set.of("getInstance")),
          Map.entry(Locale.class.getName(), Set.of("getDefault")));

  /** Where one of these is given, it decides. */
  private static final List<String> DECIDED =
      List.of(Locale.class.getName(), DecimalFormatSymbols.class.getName());

  private LocaleDependence() {}

  static DescribedPredicate<JavaAccess<?>> ofTheMachine() {
    return DescribedPredicate.describe(
        "it is done as the default locale does", access -> isOfTheMachine(access));
  }

  private static boolean isOfTheMachine(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && METHODS.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName())
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> DECIDED.contains(type.getName()));
  }
}
