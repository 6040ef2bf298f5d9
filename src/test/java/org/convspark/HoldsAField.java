package org.convspark;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** A field of one of some types that is serialized with its object. */
final class HoldsAField extends ArchCondition<JavaClass> {
  private final List<String> types;

  HoldsAField(List<String> types) {
    super("hold a field of " + types);
    this.types = types;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.TRANSIENT))
        .filter(field -> types.contains(field.getRawType().getName()))
        .forEach(field -> events.add(SimpleConditionEvent.satisfied(type, field.getFullName())));
  }
}
