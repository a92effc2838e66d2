package dev.fairlead.engine;

import dev.fairlead.FailureCause;
import org.jspecify.annotations.Nullable;

/// Why a round brought nothing.
///
/// @param cause the cause that says most
/// @param curable whether anything that went wrong may be cured by a change of the network
/// @param summary one clause: `3 attempts failed`, `the name does not exist`
/// @param underlying the exception underneath, when there is just one
record RoundLoss(
    FailureCause cause, boolean curable, String summary, @Nullable Throwable underlying) {}
