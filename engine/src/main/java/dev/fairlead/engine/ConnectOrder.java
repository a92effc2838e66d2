package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import io.netty.channel.EventLoop;

/// What one round shall bring about.
///
/// @param endpoint where to
/// @param stack what to speak
/// @param preferences how
/// @param loop where everything happens and the carrier will live
/// @param ledger where the story is written
/// @param idempotent content for every attempt, may be empty
/// @param forResolver whether the resolver itself asks, so that no name may be needed
record ConnectOrder(
    Endpoint endpoint,
    Stack<?> stack,
    Preferences preferences,
    EventLoop loop,
    Ledger ledger,
    Bytes idempotent,
    boolean forResolver) {}
