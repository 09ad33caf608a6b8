package dev.pollux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of what Wine does otherwise than Windows: it is skipped there, and runs on real Windows and elsewhere. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WineCondition.class)
public @interface NotOnWine {
    /** {@return what Wine does, or does not} */
    String value();
}
